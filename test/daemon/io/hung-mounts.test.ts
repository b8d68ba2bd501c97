// Mounts of a server that is gone: what lies on them is left as it is, and no other directory waits for them.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import { toText } from "../../../daemon/core/bytes.ts";
import { askDaemon } from "../../../daemon/io/ask-daemon.ts";
import type { Answer } from "../../../daemon/wire/answer.ts";
import { python } from "../../real/python.ts";
import { Sandbox } from "../../real/sandbox.ts";
import { findOnPath, findShells } from "../../real/shells.ts";
import { makeThrowAway } from "../../real/throw-away.ts";
import { question } from "../service/house.ts";

const script = fileURLToPath(new URL("../../../../test/daemon/io/hung-mounts.py", import.meta.url));
const count = 32;
/** What a question takes on a busy machine; one that waited for a mount would take for ever. */
const patienceMs = 5000;

const unshare = findOnPath("unshare") ?? "unshare";
const by = (mounts: number, base: string): readonly [string, ...string[]] => [
  unshare,
  "--mount",
  python(),
  script,
  String(mounts),
  base,
];

function canHang(): boolean {
  if (process.geteuid?.() !== 0 || !existsSync("/dev/fuse")) {
    return false;
  }
  const throwAway = makeThrowAway();
  const [program, ...words] = by(1, throwAway.path);
  const { status } = spawnSync(program, [...words, "true"], { timeout: 10_000 });
  throwAway.remove();
  return status === 0;
}

const [shell] = findShells().here;
const skip = canHang() && shell !== undefined ? false : "needs root, FUSE and mount namespaces";

t.test(`${count} mounts that never answer`, { skip, timeout: 120_000 }, async (t) => {
  const sandbox = new Sandbox();
  t.teardown(() => sandbox.close());
  const base = join(sandbox.home, "m");
  mkdirSync(base);
  const good = join(sandbox.home, "good");
  sandbox.makeVenv(join(good, ".venv"));
  await sandbox.pyguard(["trust", good]);
  const terminal = await sandbox.open(shell ?? { name: "bash", title: "bash", path: "bash" }, {
    by: by(count, base),
  });
  await sandbox.awaitDaemon();
  const ask = async (directory: string): Promise<Answer | null> =>
    askDaemon(sandbox.runtimeDirectory() ?? "", question(directory, { shell: "cli" }), patienceMs);
  const times: number[] = [];
  const askGood = async (): Promise<void> => {
    const before = performance.now();
    const answer = await ask(good);
    times.push(performance.now() - before);
    t.equal(answer === null ? null : toText(answer.environment), join(good, ".venv"));
  };
  await askGood();

  const hung = Array.from({ length: count }, (_, index) => join(base, String(index + 1), "p"));
  for (const round of ["the first time", "a moment later"]) {
    const answers = Promise.all(hung.map(ask));
    for (let asked = 0; asked < 10; asked += 1) {
      await askGood();
    }
    const states = (await answers).map((answer) => answer?.state);
    t.same(
      states,
      hung.map(() => "keep"),
      `what lies there is left as it is, ${round}`,
    );
  }
  await askGood();
  t.ok(Math.max(...times) < patienceMs, "nobody waits for them");
  t.comment(`other directories: at most ${Math.max(...times).toFixed(1)} ms`);
  t.equal((await terminal.run("true")).output, "");
});
