// A newer build, and a daemon of the older one where install.sh does not look: on another machine with this HOME.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import t from "tap";
import { startOf } from "../../daemon/io/process-life.ts";
import { createAccount } from "./account.ts";

t.test("one that was started by hand goes by itself", async (t) => {
  const account = createAccount(t.testdir());
  account.install("--shell", "zsh");
  const elsewhere = mkdtempSync("/tmp/pyguard-test-");
  const run = spawnSync(`${account.home}/.local/bin/pyguard`, ["daemon", "start"], {
    env: { ...account.environment, XDG_RUNTIME_DIR: elsewhere },
    encoding: "utf8",
  });
  const pid = Number(/process (\d+)/.exec(run.stdout)?.[1]);
  t.ok(pid, run.stderr);
  t.teardown(() => {
    if (startOf(pid) !== null) {
      process.kill(pid, "SIGKILL");
    }
    rmSync(elsewhere, { recursive: true, force: true });
  });
  writeFileSync(`${account.staged}/hooks/pyguard.zsh`, "# newer\n");
  account.install("--shell", "zsh");
  // It looks every ten seconds.
  for (let waits = 0; waits < 200 && startOf(pid) !== null; waits += 1) {
    await pause(100);
  }
  t.equal(startOf(pid), null);
});
