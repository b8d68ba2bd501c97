// macOS still ships bash 3.2: what it lacks must not stand in what it loads.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { clone } from "../real/sandbox.ts";

type Lack = { readonly name: string; readonly pattern: RegExp };

const lacks: readonly Lack[] = [
  { name: "declare -A", pattern: /\b(?:declare|local|typeset) +-\w*A/ },
  { name: "local -n", pattern: /\b(?:declare|local|typeset) +-\w*n/ },
  { name: "case modification", pattern: /\$\{\w+(?:,,?|\^\^?)/ },
  { name: "[[ -v x ]]", pattern: /\[\[? +-v / },
  { name: "coproc", pattern: /\bcoproc\b/ },
  { name: "|&", pattern: /\|&/ },
  { name: "&>>", pattern: /&>>/ },
  { name: "exec {fd}<", pattern: /\{\w+\}[<>]/ },
  { name: "negative subscripts", pattern: /\$\{\w+\[ *-\d/ },
  { name: "wait -n", pattern: /\bwait +-n/ },
  { name: ";& and ;;&", pattern: /;;?&/ },
];

/** What may stand where it was asked before whether it exists: in the lines above, or in its own. */
const asked: readonly { readonly use: RegExp; readonly question: RegExp }[] = [
  { use: /\b(?:mapfile|readarray)\b/, question: /BASH_VERSINFO.*404/ },
  { use: /\bread\b.* -t *0?\.\d/, question: /BASH_VERSINFO/ },
  { use: /\$\{?EPOCH\w+(?!\w|-)/, question: /\$\{EPOCH\w+-\}/ },
  { use: /\$\{\w+@\w\}/, question: /-[nz] \$\{__pyguard_count\}/ },
  { use: /\$\{?BASHPID(?!-|:-)/, question: /\$\{BASHPID-\}/ },
];
const linesBefore = 6;

const files = readdirSync(join(clone, "hooks")).filter((name) => name.endsWith(".bash"));

for (const file of files) {
  const lines = readFileSync(join(clone, "hooks", file), "utf8")
    .split("\n")
    .map((line) => line.replace(/(?:^|\s)#.*$/, ""));
  t.test(`${file} knows bash 3.2`, async (t) => {
    for (const { name, pattern } of lacks) {
      const found = lines.filter((line) => pattern.test(line));
      t.strictSame(found, [], name);
    }
    for (const [index, line] of lines.entries()) {
      const above = lines.slice(Math.max(0, index - linesBefore), index).join("\n");
      for (const { use, question } of asked.filter((each) => each.use.test(line))) {
        t.match(
          `${above}\n${line.slice(0, line.search(use))}`,
          question,
          `asks before: ${line.trim()}`,
        );
      }
    }
  });
}
