// Two thousand hostile trees: nothing of them is run, entered, opened as it should not be, or shown as it is. Real shells
// go into hundreds of them in hostile-visits, and bench/hostile-trees into any number.

import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { makeHouse } from "../daemon/service/house.ts";
import { findOnPath, findShells } from "../real/shells.ts";
import { askAbout } from "./ask-about.ts";
import { makeTree } from "./tree.ts";
import { isHarmless, traceCalls } from "./trace-calls.ts";
import { Expedition } from "./visit.ts";

t.setTimeout(280_000);

const inAll = 2000;
const underTrace = 8;
const strace = findOnPath("strace");

t.test(`P1, no code from a directory runs: ${inAll} hostile trees are not entered`, async (t) => {
  const house = makeHouse(t);
  const good = join(house.project("good"), ".venv");
  await house.trust(join(good, ".."));
  const fifo = join(house.path, "fifo");
  execFileSync("mkfifo", [fifo]);
  const directory = join(house.home, "trees");
  mkdirSync(directory);
  const complaints: string[] = [];
  for (let seed = 1; seed <= inAll; seed += 1) {
    const tree = makeTree({ directory, good, fifo }, seed);
    complaints.push(...(await askAbout(house, tree)));
    rmSync(join(directory, `t${seed}`), { recursive: true });
  }
  t.same(complaints, []);
});

for (const shell of findShells().here) {
  const title = `P1, no code from a directory runs, and nothing that can block is opened: ${shell.title}`;
  t.test(title, { skip: strace === null ? "strace: not found" : false }, async (t) => {
    const expedition = await Expedition.start(shell);
    t.teardown(() => expedition.close());
    const trees = Array.from({ length: underTrace }, (_, index) => expedition.make(index + 1));
    const file = join(expedition.sandbox.home, "calls");
    const calls = await traceCalls({ pids: expedition.pids, file }, async () => {
      for (const tree of trees) {
        await expedition.visit(tree);
        // On a busy machine a traced daemon may be too slow for a prompt, and is then not asked.
        await expedition.ask(tree);
      }
    });
    const below = calls.filter(({ path }) => path.startsWith(`${expedition.ground.directory}/`));
    // fish opens the directory that it changes to.
    const entered = new Set(trees.flatMap(({ visits }) => visits));
    t.same(
      below.filter((call) => !isHarmless(call) && !entered.has(call.path)),
      [],
    );
    t.ok(
      below.some(({ path, flags }) => path.endsWith("/pyvenv.cfg") && flags.includes("O_NOFOLLOW")),
      "what the daemon opened was seen",
    );
  });
}
