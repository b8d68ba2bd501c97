// Hostile names through the shells' own functions: `--names N` (50000).

import { parseArgs } from "node:util";
import { applyNames, namingShells } from "../test/hostile/many-names.ts";
import { findShells } from "../test/real/shells.ts";

const { values } = parseArgs({ options: { names: { type: "string", default: "50000" } } });
const count = Number(values.names);
for (const shell of findShells().here.filter(({ name }) => namingShells.includes(name))) {
  const { result, ran } = await applyNames(shell, count);
  process.stdout.write(
    `${shell.title}: ${result.trimEnd()}, ${ran ? "something" : "nothing"} was run\n`,
  );
  if (ran || result !== `${count} names, 0 wrong\n`) {
    process.exitCode = 1;
  }
}
