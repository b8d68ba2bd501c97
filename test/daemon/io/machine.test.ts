// A machine that is short of something: descriptors, processes, disk, watches. Served as far as it goes, and said why not.

import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import t from "tap";
import { asBytes } from "../../../daemon/core/bytes.ts";
import { askStatus } from "../../../daemon/io/hello.ts";
import { answersAs, ask, makeQuestion, makeStage, until, type Stage } from "./stage.ts";

const canUnshare = spawnSync("unshare", ["-rm", "true"]).status === 0;
const needsNamespaces = { skip: canUnshare ? false : "needs user and mount namespaces" };

t.jobs = 3;
// Real processes: a busy machine is slow, not wrong.
t.setTimeout(120_000);

t.test("out of descriptors it drops clients, and serves again when there are some", async (t) => {
  const { runtime, serve } = makeStage(t);
  const daemon = await serve();
  const open = fs.readdirSync(`/proc/${daemon.pid}/fd`).length;
  const limit = (soft: string): void => {
    spawnSync("prlimit", ["--pid", String(daemon.pid), `--nofile=${soft}:`]);
  };
  limit(String(open + 3));
  let closed = 0;
  const sockets = Array.from({ length: 40 }, () => connect(join(runtime, "sock")));
  sockets.forEach((socket: Socket) =>
    socket.on("error", () => {}).on("close", () => (closed += 1)),
  );
  await until(runtime, () => closed >= 30);
  limit("1024");
  sockets.forEach((socket) => socket.destroy());
  t.ok(await ask(runtime, makeQuestion()));
  t.equal(await answersAs(runtime), daemon.pid);
});

const failures: readonly (readonly [string, string, number, RegExp])[] = [
  ["no process can be started", "spawn", 1, /EAGAIN/],
  ["no name can be made", "symlinkSync", 1, /ENOSPC/],
  ["no socket can be published", "renameSync", 1, /ENOSPC/],
];

t.test("says why it does not start, in one line", async (t) => {
  for (const [name, call, nth, expected] of failures) {
    const { start } = makeStage(t);
    const said = await start({
      faults: [{ call, nth, is: call === "spawn" ? "EAGAIN" : "ENOSPC" }],
    }).said;
    t.match(said, expected, name);
    t.equal(said.split("\n").length, 1);
  }
});

t.test("does not start with too few descriptors", async (t) => {
  const { start } = makeStage(t);
  const by = ["/bin/sh", "-c", 'ulimit -n 100; exec "$@"', "sh"];
  t.match(await start({}, by).said, /^failed: only 100 files may be open at once, 128 are needed/);
});

/** A daemon in a mount namespace of its own, its runtime directory on a tmpfs with these options. */
async function serveOnTmpfs(stage: Stage, options: string, then = ":"): Promise<Inside> {
  const script = `mount -t tmpfs -o mode=0700,${options} tmpfs "$0" && cd "$0" && ${then}; exec "$@"`;
  const daemon = stage.start({}, ["unshare", "-rm", "sh", "-c", script, stage.runtime]);
  const said = await daemon.said;
  const runtime = `/proc/${daemon.pid}/root${stage.runtime}`;
  const inside = (command: string): string =>
    spawnSync(
      "nsenter",
      [
        "-t",
        String(daemon.pid),
        "-U",
        "-m",
        "--preserve-credentials",
        "sh",
        "-c",
        command,
        stage.runtime,
      ],
      { encoding: "utf8" },
    ).stderr;
  return { said, runtime, inside, ended: daemon.ended, pid: daemon.pid };
}

type Inside = {
  readonly said: string;
  readonly runtime: string;
  readonly pid: number;
  readonly ended: Promise<void>;
  /** Runs a command in there, $0 the runtime directory; what it complained. */
  readonly inside: (command: string) => string;
};

t.test("starts and serves where no block is left", needsNamespaces, async (t) => {
  const stage = makeStage(t);
  const fill = "echo 1 >pid; cat /dev/zero >full 2>/dev/null";
  const { said, runtime, pid } = await serveOnTmpfs(stage, "size=16k", fill);
  t.equal(said, "serving");
  t.match(await ask(runtime, makeQuestion()), { witness: `up.1.0.${pid}` });
  t.notOk(fs.existsSync(join(runtime, "pid")), "an earlier daemon's would lead hooks astray");
});

t.test("does not start where no name is left, and says so", needsNamespaces, async (t) => {
  const { said } = await serveOnTmpfs(makeStage(t), "nr_inodes=3", "touch one two");
  t.match(said, /^failed: ENOSPC/);
});

t.test(
  "goes on where no name is left any more, and still changes its witness",
  needsNamespaces,
  async (t) => {
    const stage = makeStage(t);
    const place = asBytes(stage.root);
    const { runtime, pid, inside } = await serveOnTmpfs(stage, "nr_inodes=20");
    inside('cd "$0"; i=0; while : >full.$i; do i=$((i+1)); done');
    await ask(runtime, makeQuestion({ directory: place }));
    fs.writeFileSync(join(stage.root, "digest"), "another");
    t.match(await ask(runtime, makeQuestion({ shell: "cli" })), { witness: `up.1.1.${pid}` });
  },
);

t.test(
  "goes on where nothing can be written, and lets everybody ask each time",
  needsNamespaces,
  async (t) => {
    const stage = makeStage(t);
    const { runtime, inside } = await serveOnTmpfs(stage, "size=1m");
    await ask(runtime, makeQuestion({ directory: asBytes(stage.root) }));
    t.equal(inside('mount -o remount,bind,ro "$0"'), "");
    fs.writeFileSync(join(stage.root, "digest"), "another");
    t.match(await ask(runtime, makeQuestion({ shell: "cli" })), { witness: "" });
  },
);

t.test(
  "leaves when its file system is taken away at the end of a session",
  needsNamespaces,
  async (t) => {
    const { said, ended, inside } = await serveOnTmpfs(makeStage(t), "size=1m");
    t.equal(said, "serving");
    inside('cd /; umount -l "$0"');
    await ended;
  },
);

for (const [name, limit] of [
  ["watches", "max_inotify_watches"],
  ["watchers", "max_inotify_instances"],
] as const) {
  t.test(`answers rightly where no ${name} are left`, needsNamespaces, async (t) => {
    const stage = makeStage(t);
    const script = `echo 0 >/proc/sys/user/${limit}; exec "$@"`;
    const daemon = stage.start({}, ["unshare", "-r", "sh", "-c", script, "sh"]);
    t.equal(await daemon.said, "serving");
    const place = asBytes(join(stage.root, "place"));
    fs.mkdirSync(place);
    await ask(stage.runtime, makeQuestion({ directory: place }));
    await until(stage.root, async () => {
      const status = await askStatus(stage.runtime, 1000);
      return status !== null && status.lastError !== "";
    });
    t.match(await askStatus(stage.runtime, 1000), { watched: 0, lastError: /^watching: / });
    fs.writeFileSync(join(place, "digest"), "another");
    await ask(stage.runtime, makeQuestion({ directory: place }));
    await until(stage.runtime, () => stage.witness()?.change === 1);
  });
}

t.test("serves and is one where there is no /proc", needsNamespaces, async (t) => {
  const stage = makeStage(t);
  const without = ["unshare", "-rm", "sh", "-c", 'mount -t tmpfs none /proc && exec "$@"', "sh"];
  const daemon = stage.start({}, without);
  t.equal(await daemon.said, "serving");
  await ask(stage.runtime, makeQuestion({ pid: process.pid }));
  t.match(await askStatus(stage.runtime, 1000), { shells: 1, leavesInSeconds: null });
  const witness = stage.witness();
  fs.rmSync(join(stage.runtime, "pid"));
  await until(stage.runtime, () => fs.existsSync(join(stage.runtime, "pid")));
  t.same(stage.witness(), witness, "its pulse finds nothing wrong");
  t.equal(await stage.start({}, without).said, "left: another serves");
  t.equal(await answersAs(stage.runtime), daemon.pid);
});

t.test(
  "an interpreter of the daemon that is gone is no trouble for the one that runs",
  async (t) => {
    const { root, runtime, serve } = makeStage(t);
    const daemon = await serve();
    t.match(fs.readFileSync(`/proc/${daemon.pid}/cmdline`, "latin1"), /stub-daemon/);
    fs.rmSync(join(root, "package.json"));
    t.ok(await ask(runtime, makeQuestion()), "answers until it leaves");
    await daemon.ended;
  },
);
