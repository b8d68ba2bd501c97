// Many starters, one daemon.

import fs from "node:fs";
import t from "tap";
import { parseWitness } from "../../../daemon/wire/names.ts";
import { answersAs, makeStage } from "./stage.ts";

// Real processes: a busy machine is slow, not wrong.
t.setTimeout(120_000);

const starters = 50;

for (let round = 1; round <= 2; round += 1) {
  t.test(`of ${starters} started at once exactly one ever serves, round ${round}`, async (t) => {
    const { runtime, start } = makeStage(t);
    const raised = new Set<string>();
    const watcher = fs.watch(runtime, (_event, name) => {
      if (name !== null && parseWitness(name) !== null) {
        raised.add(name);
      }
    });
    t.teardown(() => watcher.close());
    const daemons = Array.from({ length: starters }, () => start());
    const said = await Promise.all(daemons.map((daemon) => daemon.said));
    t.equal(said.filter((line) => line === "serving").length, 1);
    const others = said.filter((line) => line !== "serving" && !line.startsWith("left: "));
    t.same(others, [], "nothing went wrong with the others");
    t.equal(await answersAs(runtime), daemons[said.indexOf("serving")]?.pid);
    t.equal(raised.size, 1, "one witness, ever");
  });
}
