// A daemon that cannot load what answers pip commands: whoever asks is told nothing wrong, and the next daemon can.

import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import t from "tap";
import { asBytes, fromText } from "../../daemon/core/bytes.ts";
import { ask, makeQuestion, until } from "./io/stage.ts";
import { makePlaces, startDaemon } from "./real-daemon.ts";

const skip = spawnSync("prlimit", ["--version"]).status === 0 ? false : "needs prlimit";

/** What stays open: a daemon that has just started may be reading a file this moment. */
async function countOpen(pid: number): Promise<number> {
  let open = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 20; look += 1) {
    open = Math.min(open, fs.readdirSync(`/proc/${pid}/fd`).length);
    await pause(25);
  }
  return open;
}

t.test("out of descriptors at the first pip command it makes room", { skip }, async (t) => {
  const { home, runtime } = makePlaces(t);
  const askPip = () =>
    ask(
      runtime,
      makeQuestion({
        verb: "pip",
        directory: fromText(home),
        variables: new Map([["PATH", asBytes("/usr/bin:/bin")]]),
        argv: ["/bin/sh", "-m", "pip", "list"].map(asBytes),
      }),
    );
  const daemon = await startDaemon(t, { home, runtime });
  const open = await countOpen(daemon.pid);
  // Room for the connection alone.
  spawnSync("prlimit", ["--pid", String(daemon.pid), `--nofile=${open + 1}:`]);
  t.equal(await askPip(), null, "not let go");
  await until(runtime, () => !fs.readdirSync(runtime).includes("sock"));
  await daemon.ended;
  await startDaemon(t, { home, runtime });
  t.match(await askPip(), { decision: /./ });
});
