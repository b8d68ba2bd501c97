// A mount that does not answer holds one call, for a hundred milliseconds, and nobody else.

import t from "tap";
import { asBytes } from "../../../daemon/core/bytes.ts";
import type { Mount } from "../../../daemon/core/mounts.ts";
import { createLanes } from "../../../daemon/io/lanes.ts";

const mount = (id: string, type: string): Mount => ({
  id,
  parent: "1",
  point: asBytes(`/${id}`),
  type,
  source: asBytes(""),
});
const remote = mount("10", "nfs4");
const other = mount("11", "fuse.sshfs");
const local = mount("12", "ext4");

/** A clock that stands until it is moved, and calls that end when they are told to. */
function makeStage() {
  let time = 0;
  const ends: (() => void)[] = [];
  let running = 0;
  let most = 0;
  return {
    lanes: createLanes(() => time),
    wait: (ms: number) => {
      time += ms;
    },
    call: () =>
      new Promise<string>((resolve) => {
        running += 1;
        most = Math.max(most, running);
        ends.push(() => {
          running -= 1;
          resolve("done");
        });
      }),
    endOne: () => ends.shift()?.(),
    most: () => most,
    started: () => ends.length,
  };
}

t.test("a remote mount has one call in flight, a local one as many as there are", async (t) => {
  const stage = makeStage();
  const calls = [1, 2, 3].map(() => stage.lanes.run(remote, stage.call));
  await Promise.resolve();
  for (const call of calls) {
    await new Promise(setImmediate);
    stage.endOne();
    t.equal(await call, "done");
  }
  t.equal(stage.most(), 1);
  const free = [1, 2, 3].map(() => stage.lanes.run(local, stage.call));
  t.equal(stage.most(), 3);
  stage.endOne();
  stage.endOne();
  stage.endOne();
  await Promise.all(free);
});

t.test("one that hangs is given up, is not asked for a minute, and delays nobody", async (t) => {
  const stage = makeStage();
  const before = performance.now();
  await t.rejects(stage.lanes.run(remote, stage.call), { name: "MountSick" });
  t.ok(performance.now() - before < 1000);
  t.equal(stage.started(), 1);
  await t.rejects(stage.lanes.run(remote, stage.call), { name: "MountSick" });
  t.equal(stage.started(), 1, "nobody waits in the thread pool");
  t.equal(await stage.lanes.run(other, () => Promise.resolve("other")), "other");
  stage.wait(60_001);
  await t.rejects(stage.lanes.run(remote, stage.call), { name: "MountSick" });
  t.equal(stage.started(), 1, "the call that hangs is still the one in flight");
  stage.endOne();
  await new Promise(setImmediate);
  stage.wait(60_001);
  t.equal(await stage.lanes.run(remote, () => Promise.resolve("well")), "well");
});

t.test("calls that wait behind it are given up with it, and never made", async (t) => {
  const stage = makeStage();
  const calls = [1, 2, 3].map(() => stage.lanes.run(remote, stage.call));
  const ends = await Promise.allSettled(calls);
  t.same(
    ends.map(({ status }) => status),
    ["rejected", "rejected", "rejected"],
  );
  stage.endOne();
  await new Promise(setImmediate);
  t.equal(stage.started(), 0);
});

t.test("slow is not sick: the limit is each call's own", async (t) => {
  const stage = makeStage();
  const slow = () => new Promise<string>((resolve) => setTimeout(() => resolve("done"), 40));
  const calls = [1, 2, 3, 4].map(() => stage.lanes.run(remote, slow));
  t.same(await Promise.all(calls), ["done", "done", "done", "done"]);
});
