// What install.sh leaves works in a new terminal of every shell, and what uninstall leaves is what was there.

import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Test } from "tap";
import { dialectOf } from "./dialect.ts";
import { eachShell } from "./each-shell.ts";
import { prelude, startFile } from "./launch.ts";
import { refusal } from "./pip-steps.ts";
import { clone, Sandbox } from "./sandbox.ts";
import type { Shell } from "./shells.ts";

eachShell({ title: "installed", count: 1 }, async (t, shell) => {
  const sandbox = new Sandbox();
  t.teardown(() => sandbox.close());
  const rc = join(sandbox.home, startFile(shell.name));
  mkdirSync(dirname(rc), { recursive: true });
  writeFileSync(rc, prelude(shell.name));
  const words = ["--no-proof", "--shell", shell.name];
  const installed = await sandbox.run([join(clone, "install.sh"), ...words], {
    environment: { PYGUARD_STAGED: stageBuild(sandbox) },
  });
  t.equal(installed.status, 0, installed.output + installed.errors);
  await worksInNewTerminal(t, { sandbox, shell });
  const undone = await sandbox.run([join(sandbox.home, ".local/bin/pyguard"), "uninstall"]);
  t.equal(undone.status, 0, undone.errors);
  t.equal(readFileSync(rc, "utf8"), prelude(shell.name), "the start file is as it was");
});

type Scene = { readonly sandbox: Sandbox; readonly shell: Shell };

async function worksInNewTerminal(t: Test, { sandbox, shell }: Scene): Promise<void> {
  const { cd, status } = dialectOf(shell.name);
  const terminal = await sandbox.openAsIs(shell);
  t.equal(terminal.output(), "", "starts in silence");
  const project = join(sandbox.home, "proj");
  mkdirSync(project);
  await terminal.run(cd(project));
  await terminal.run("pyguard venv --without-pip");
  t.match((await terminal.run("/usr/bin/env")).output, `VIRTUAL_ENV=${project}/.venv\n`);
  t.match((await terminal.run("pyguard status")).output, /proj/);
  await terminal.run(cd(sandbox.home));
  t.notMatch((await terminal.run("/usr/bin/env")).output, "VIRTUAL_ENV=");
  t.match((await terminal.run("pip install requests")).output, refusal);
  t.equal((await terminal.run(status)).output, "status=3\n");
}

/** What a build leaves, the compiled code and the packages behind links. */
function stageBuild(sandbox: Sandbox): string {
  const staged = join(sandbox.home, "staged");
  for (const path of ["hooks", "cli", "daemon", "install.sh", "package.json"]) {
    cpSync(join(clone, path), join(staged, path), { recursive: true });
  }
  for (const path of ["dist", "node_modules"]) {
    symlinkSync(join(clone, path), join(staged, path));
  }
  return staged;
}
