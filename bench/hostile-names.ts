// Hostile names through each shell's reading, applying and prompt: `--names N` (50000).

import { parseArgs } from "node:util";
import { applyNames } from "../test/hostile/many-names.ts";
import { findShells } from "../test/real/shells.ts";

const { values } = parseArgs({ options: { names: { type: "string", default: "50000" } } });
const count = Number(values.names);
for (const shell of findShells().here) {
  const { result, ran } = await applyNames(shell, { from: 0, count });
  process.stdout.write(
    `${shell.title}: ${result.trimEnd()}, ${ran ? "something" : "nothing"} was run\n`,
  );
  if (ran || result !== `${count} names, 0 wrong`) {
    process.exitCode = 1;
  }
}
