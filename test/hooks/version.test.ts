// Every hook tells the daemon its version: they are all the one in package.json.

import { readFileSync } from "node:fs";
import t from "tap";

const clone = new URL("../../../", import.meta.url);
const manifest: unknown = JSON.parse(readFileSync(new URL("package.json", clone), "utf8"));

const places: readonly (readonly [string, RegExp])[] = [
  ["hooks/pyguard.bash", /__pyguard_version=(\S+)/],
  ["hooks/ask-once.bash", /__pyguard_version=(\S+)/],
  ["hooks/pyguard.fish", /__pyguard_version (\S+)/],
  ["hooks/enter.zsh", /__pyguard_version=(\S+)/],
  ["hooks/pwsh-bin/run", /__pyguard_version=(\S+)/],
  ["hooks/pwsh/pyguard.psm1", /\$version = '([^']+)'/],
];

for (const [file, pattern] of places) {
  const found = pattern.exec(readFileSync(new URL(file, clone), "utf8"))?.[1];
  t.match(manifest, { version: found }, `${file} says ${found}`);
}
