// A newer build over an older one, stopped half-way, and taken back.

import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import t from "tap";
import { createAccount } from "./account.ts";
import { snapshot } from "./snapshot.ts";

t.test("a newer build takes the place of the older one in one step", async (t) => {
  const account = createAccount(t.testdir());
  const program = `${account.home}/.local/share/pyguard`;
  account.install("--shell", "zsh");
  const first = readlinkSync(program);
  for (const text of ["one", "two"]) {
    writeFileSync(`${account.staged}/hooks/pyguard.zsh`, `# ${text}\n`);
    account.install("--shell", "zsh");
    t.equal(readFileSync(`${program}/hooks/pyguard.zsh`, "utf8"), `# ${text}\n`);
  }
  const builds = readdirSync(`${account.home}/.local/share/.pyguard`);
  t.equal(builds.length, 2, "the one before stays for shells that are open");
  t.notOk(builds.includes(first.slice(".pyguard/".length)));
});

t.test(
  "the daemon of the older build goes, and uninstalling stops the one that runs",
  async (t) => {
    const account = createAccount(t.testdir());
    const pyguard = `${account.home}/.local/bin/pyguard`;
    const status = (): string => account.run(pyguard, "daemon", "status", "--json").stdout;
    account.install("--shell", "zsh");
    const started = /process (\d+)/.exec(account.run(pyguard, "daemon", "start").stdout)?.[1];
    t.ok(started);
    // It has looked at its program once, and does so again ten seconds later: until then it does not go by itself.
    while (Number(/"ageSeconds":(\d+)/.exec(status())?.[1] ?? 2) < 2) {
      await pause(100);
    }
    t.notMatch(account.install("--shell", "zsh").stdout, "is stopped", "the same build keeps it");
    writeFileSync(`${account.staged}/hooks/pyguard.zsh`, "# newer\n");
    t.match(account.install("--shell", "zsh").stdout, `the daemon (${started}) is stopped`);
    const next = /process (\d+)/.exec(account.run(pyguard, "daemon", "start").stdout)?.[1];
    t.ok(next);
    t.match(account.install("--uninstall").stdout, `the daemon (${next}) is stopped`);
    t.strictSame(readdirSync(account.home), []);
    t.strictSame(readdirSync(account.runtime), []);
  },
);

t.test("killed at any moment it leaves the old or the new, and both can be undone", async (t) => {
  const account = createAccount(t.testdir());
  const rc = { ".bashrc": "# mine", ".zshrc": "# mine too\n" };
  for (const [name, content] of Object.entries(rc)) {
    writeFileSync(`${account.home}/${name}`, content);
  }
  const before = filesOf(account.home);
  for (const delayMs of [40, 120, 200, 260, 320, 400]) {
    await account.installAndKill(delayMs);
    for (const [name, content] of Object.entries(rc)) {
      const now = readFileSync(`${account.home}/${name}`, "utf8");
      t.ok(now.startsWith(content), `${name} after ${delayMs} ms`);
      t.match(now.slice(content.length), /^\n?(?:if .* # pyguard.*\n)?$/);
    }
    if (delayMs % 80 === 0) {
      account.install("--uninstall");
      t.strictSame(filesOf(account.home), before, `undone after ${delayMs} ms`);
    }
  }
  t.equal(account.install().status, 0);
  t.equal(account.install("--uninstall").status, 0);
  t.strictSame(filesOf(account.home), before);
});

t.test("what was made to take another's place and never did is taken back, too", async (t) => {
  const account = createAccount(t.testdir());
  writeFileSync(`${account.home}/.zshrc`, "# mine\n");
  account.install("--shell", "zsh");
  const local = `${account.home}/.local`;
  symlinkSync(".pyguard/0.1.0-1", `${local}/share/pyguard.new`);
  for (const name of ["pyguard", "pyguard-status"]) {
    symlinkSync(`../share/pyguard/cli/${name}`, `${local}/bin/${name}.new`);
  }
  writeFileSync(`${account.home}/.pyguard-new`, "# mine\n# half a line");
  t.equal(account.install("--uninstall").status, 0);
  t.strictSame(readdirSync(account.home), [".zshrc"]);
});

t.test("uninstalling what is not there says so", async (t) => {
  const account = createAccount(t.testdir());
  const run = account.install("--uninstall");
  t.equal(run.status, 0);
  t.match(run.stdout, /^Nothing of pyguard is under /);
  t.strictSame(readdirSync(account.home), []);
});

t.test("what the account wrote under its own configuration stays", async (t) => {
  const account = createAccount(t.testdir());
  mkdirSync(`${account.home}/.config/pyguard`, { recursive: true });
  writeFileSync(`${account.home}/.config/pyguard/config.toml`, "enter = true\n");
  account.install("--shell", "zsh");
  t.match(account.install("--uninstall").stdout, /\.config\/pyguard is yours and stays/);
  t.equal(readFileSync(`${account.home}/.config/pyguard/config.toml`, "utf8"), "enter = true\n");
});

/** An empty directory may stay when the kill comes before it could be written down. */
function filesOf(home: string): object {
  return Object.fromEntries(
    Object.entries(snapshot(home)).filter(([, what]) => !what.startsWith("directory")),
  );
}
