// Any number of hostile trees: `--trees N` (2000), `--from SEED` (1). All are asked about; every tenth (`--each N`) is
// visited in each shell.

import { execFileSync } from "node:child_process";
import { mkdirSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeProject, open } from "../test/daemon/service/house.ts";
import { askAbout } from "../test/hostile/ask-about.ts";
import { makeTree } from "../test/hostile/tree.ts";
import { Expedition } from "../test/hostile/visit.ts";
import { findShells } from "../test/real/shells.ts";
import { makeThrowAway } from "../test/real/throw-away.ts";

const { values } = parseArgs({
  options: {
    trees: { type: "string", default: "2000" },
    from: { type: "string", default: "1" },
    each: { type: "string", default: "10" },
  },
});
const first = Number(values.from);
const last = first + Number(values.trees) - 1;
const complaints = [...(await askAboutAll()), ...(await visitSome())];
for (const complaint of complaints) {
  process.stdout.write(`${complaint}\n`);
}
process.stdout.write(
  `${last - first + 1} trees from seed ${first}, ${complaints.length} complaints\n`,
);
process.exitCode = complaints.length === 0 ? 0 : 1;

async function askAboutAll(): Promise<readonly string[]> {
  const throwAway = makeThrowAway();
  const path = realpathSync(throwAway.path);
  const directory = join(path, "home/trees");
  mkdirSync(directory, { recursive: true });
  mkdirSync(join(path, "r"), { mode: 0o700 });
  const house = open(path);
  const good = join(makeProject(join(path, "home/good")), ".venv");
  await house.trust(join(good, ".."));
  const fifo = join(path, "fifo");
  execFileSync("mkfifo", [fifo]);
  const found: string[] = [];
  for (let seed = first; seed <= last; seed += 1) {
    const tree = makeTree({ directory, good, fifo }, seed);
    found.push(...(await askAbout(house, tree)));
    rmSync(join(directory, `t${seed}`), { recursive: true });
  }
  throwAway.remove();
  return found;
}

async function visitSome(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const shell of findShells().here) {
    const expedition = await Expedition.start(shell);
    for (let seed = first; seed <= last; seed += Number(values.each)) {
      const tree = expedition.make(seed);
      found.push(...(await expedition.visit(tree)));
      if (expedition.conclude([tree])) {
        found.push(`seed ${seed}: something was run in ${shell.title}`);
        break;
      }
    }
    await expedition.close();
  }
  return found;
}
