// Whatever call a starter dies at, the next one serves.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { highestClaim } from "../../../daemon/io/claim.ts";
import { answersAs, makeStage, type Daemon } from "./stage.ts";

t.jobs = 3;
// Real processes: a busy machine is slow, not wrong.
t.setTimeout(120_000);

/** What a start does to the disk, and how often at most. */
const calls = [
  ["symlinkSync", 1],
  ["linkSync", 3],
  ["renameSync", 4],
  ["writeFileSync", 1],
  ["openSync", 4],
  ["rmSync", 2],
  ["readdirSync", 3],
] as const;

for (const [call, times] of calls) {
  t.test(`whoever dies in ${call} is followed by one that serves`, async (t) => {
    for (let nth = 1; nth <= times; nth += 1) {
      const stage = makeStage(t);
      const victim = stage.start({ faults: [{ call, nth, is: "SIGKILL" }] });
      const said = await victim.said;
      if (said === "serving") {
        // It has less of these calls than we thought.
        continue;
      }
      t.equal(said, "", `it died in its call ${nth} of ${call}`);
      const next = await stage.serve();
      t.equal(await answersAs(stage.runtime), next.pid);
      t.same(leftovers(stage.runtime, next), [], "and swept what was left");
    }
  });
}

/** Names of a daemon that is not this one. */
function leftovers(runtime: string, daemon: Daemon): readonly string[] {
  const mine = String(highestClaim(fs.readdirSync(runtime)));
  return fs
    .readdirSync(runtime)
    .filter((name) => /^[gsbi]\.\d|^up\./.test(name))
    .filter((name) => name.split(".")[1] !== mine)
    .concat(fs.readFileSync(join(runtime, "pid"), "utf8") === `${daemon.pid}\n` ? [] : ["pid"]);
}
