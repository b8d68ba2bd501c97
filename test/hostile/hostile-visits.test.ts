// Each shell goes into hundreds of hostile trees, completes and types there: nothing is run, entered or shown as it is.

import { setPriority } from "node:os";
import { join } from "node:path";
import t from "tap";
import { findShells, type ShellName } from "../real/shells.ts";
import { Expedition } from "./visit.ts";

t.setTimeout(290_000);
t.jobs = 2;

const counts: Readonly<Record<ShellName, number>> = { bash: 200, zsh: 200, fish: 150, pwsh: 80 };

// The slowest ones first.
for (const shell of findShells().here.toReversed()) {
  const count = counts[shell.name];
  const title = `${shell.title} enters, completes and prompts in ${count} hostile trees`;
  t.test(title, { buffered: true, timeout: 290_000 }, async (t) => {
    const expedition = await Expedition.start(shell);
    t.teardown(() => expedition.close());
    // It takes a minute of a processor, and others have clocks to watch.
    for (const pid of expedition.pids) {
      setPriority(pid, 5);
    }
    const before = await expedition.variables();
    const complaints: string[] = [];
    for (let seed = 1; seed <= count; seed += 1) {
      const tree = expedition.make(seed);
      complaints.push(...(await expedition.visit(tree)));
      if (expedition.conclude([tree])) {
        complaints.push(`seed ${seed}: something was run`);
        break;
      }
    }
    t.same(complaints, []);
    t.same(await expedition.variables(), before, "nothing is left of them in the environment");
    // A shell's start in a tree is as good as going there.
    const last = expedition.make(count + 1);
    await expedition.open(join(last.project, ".."));
    await expedition.open(last.project);
    t.notOk(expedition.conclude([last]), "nothing was run at a shell's start");
    t.same(await expedition.prove(), { entered: expedition.ground.good, isTraced: true });
  });
}
