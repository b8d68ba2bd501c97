// What a signal that nobody meant for it does to a daemon.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { fromText } from "../../daemon/core/bytes.ts";
import { ask, makeQuestion } from "./io/stage.ts";
import { makePlaces, startDaemon } from "./real-daemon.ts";

const skip = fs.existsSync("/proc/self/net/tcp") ? false : "needs /proc";

/** The sockets among what it has open. */
function listSockets(pid: number): readonly string[] {
  const directory = `/proc/${pid}/fd`;
  return fs.readdirSync(directory).flatMap((fd) => {
    const [, inode] = /^socket:\[(\d+)\]$/.exec(readLink(join(directory, fd))) ?? [];
    return inode === undefined ? [] : [inode];
  });
}

/** Empty for what was closed meanwhile. */
function readLink(path: string): string {
  try {
    return fs.readlinkSync(path);
  } catch {
    return "";
  }
}

/** Those of TCP that wait for somebody to connect. */
function listListening(pid: number): readonly string[] {
  const rows = ["tcp", "tcp6"]
    .map((name) => `/proc/${pid}/net/${name}`)
    .filter((path) => fs.existsSync(path))
    .flatMap((path) => fs.readFileSync(path, "latin1").split("\n"))
    .map((row) => row.trim().split(/\s+/));
  return rows.flatMap(([, , , state, , , , , , inode]) =>
    state === "0A" && inode !== undefined ? [inode] : [],
  );
}

t.test("SIGUSR1 opens no port for Node's debugger", { skip }, async (t) => {
  const { home, runtime } = makePlaces(t);
  const daemon = await startDaemon(t, { home, runtime });
  process.kill(daemon.pid, "SIGUSR1");
  // The port is opened by another thread: several questions take longer than that.
  for (let count = 0; count < 50; count += 1) {
    t.ok(await ask(runtime, makeQuestion({ directory: fromText(home) })), "it answers");
    const ports = new Set(listListening(daemon.pid));
    t.strictSame(
      listSockets(daemon.pid).filter((inode) => ports.has(inode)),
      [],
    );
  }
});
