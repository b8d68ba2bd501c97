// What trying a shell says where it does not work. The staged hooks do nothing, so it never does.

import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import t from "tap";
import { clone, createAccount, present } from "./account.ts";

const unreached =
  /\.zshrc seems not to be reached \(a 'return' or 'exit' before it\?\): move it up/;

t.test("a line that is never reached is named", { skip: isMissing("zsh") }, async (t) => {
  const account = createAccount(t.testdir());
  appendFileSync(`${account.staged}/hooks/pyguard.zsh`, "__pyguard_hook() { :; }\n");
  writeFileSync(`${account.home}/.zshrc`, "return\n");
  const prove = () => account.run(`${clone}install.sh`, "--shell", "zsh");
  const first = prove();
  t.equal(first.status, 1);
  t.match(first.stdout, / {2}zsh: NOT WORKING: .*\n {4}the line in /);
  t.match(first.stdout, unreached);
  account.run(`${clone}install.sh`, "--uninstall");
  writeFileSync(`${account.home}/.zshrc`, "# nothing\n");
  const second = prove();
  t.match(second.stdout, / {2}zsh: NOT WORKING: /);
  t.notMatch(second.stdout, unreached);
});

t.test("where no daemon can run that is said, and no start file is blamed", async (t) => {
  const account = createAccount(t.testdir());
  mkdirSync(`${account.runtime}/pyguard`, { mode: 0o755 });
  const { stdout, status } = account.run(`${clone}install.sh`, "--shell", "bash");
  t.equal(status, 1);
  t.match(
    stdout,
    /Trying it:\n {2}Not tried: no daemon can run: \S+ is open to others; run: chmod 700 /,
  );
  t.notMatch(stdout, /NOT WORKING|login shell/);
});

const walks = `__pyguard_hook() { :; }
cd() { builtin cd "$@"; unset VIRTUAL_ENV; [ ! -d .venv ] || VIRTUAL_ENV=$PWD/.venv; }
`;

t.test("a bash that reads .bashrc alone is tried, too", async (t) => {
  const rows: readonly (readonly [string, number])[] = [
    ["return\n", 1],
    ["# nothing\n", 0],
    ["exec sh\n", 0],
  ];
  for (const [start, status] of rows) {
    const account = createAccount(t.testdir({}));
    appendFileSync(`${account.staged}/hooks/pyguard.bash`, walks);
    writeFileSync(`${account.home}/.bashrc`, start);
    const { status: seen, stdout } = account.run(`${clone}install.sh`, "--shell", "bash");
    t.equal(seen, status, start);
    t.match(stdout, / {2}bash: cd into a project entered its \.venv/);
    t.equal(
      /NOT WORKING where it is no login shell.*\n.*\.bashrc seems not/.test(stdout),
      status > 0,
    );
    account.run(`${clone}install.sh`, "--uninstall");
  }
});

// Stands in for the hook: enters and leaves, and leaves pip alone.
const follows = `$ExecutionContext.SessionState.InvokeCommand.LocationChangedAction = {
  $env:VIRTUAL_ENV = if (Test-Path .venv) { "$PWD/.venv" } else { $null }
}
`;

t.test("a pip of the account's own is there", { skip: isMissing("pwsh") }, async (t) => {
  const account = createAccount(t.testdir());
  appendFileSync(`${account.staged}/hooks/pyguard.ps1`, follows);
  const profile = `${account.home}/.config/powershell/profile.ps1`;
  mkdirSync(dirname(profile), { recursive: true });
  writeFileSync(profile, 'function pip { "mine" }\n');
  const { status, stdout } = account.run(`${clone}install.sh`, "--shell", "pwsh");
  t.equal(status, 0, stdout);
  t.match(stdout, / {2}pwsh: cd into a project .*, pip install was let through to pip itself/);
});

function isMissing(shell: string): string | false {
  return present([shell]).length === 0 && `there is no ${shell}`;
}
