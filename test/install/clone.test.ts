// Once for real: a bare clone is built with npm, four shells are tried, and nothing is left of it afterwards.

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import t from "tap";
import { clone, createAccount, present } from "./account.ts";
import { snapshot } from "./snapshot.ts";

const isOnline =
  spawnSync("npm", ["ping", "--fetch-retries=0", "--fetch-timeout=4000"], { stdio: "ignore" })
    .status === 0;
const isClone = existsSync(`${clone}.git`);

t.setTimeout(240_000);

t.test(
  "install from a bare clone, try every shell, uninstall",
  { skip: isOnline && isClone ? false : "needs git and npm's registry", timeout: 240_000 },
  async (t) => {
    const account = createAccount(t.testdir(), "a home");
    const bare = `${account.root}/bare clone`;
    execFileSync("git", ["clone", "--quiet", "--depth=1", `file://${clone}`, bare]);
    // Trying the shells must not end up in anybody's history; the last line has no end.
    writeFileSync(`${account.home}/.bashrc`, "PROMPT_COMMAND='history -a'");
    writeFileSync(
      `${account.home}/.zshrc`,
      "HISTFILE=~/.zsh_history HISTSIZE=9 SAVEHIST=9\nsetopt inc_append_history\n",
    );
    for (const shell of ["bash", "zsh"]) {
      writeFileSync(`${account.home}/.${shell}_history`, "echo before\n");
    }
    writeFileSync(`${account.home}/.bash_profile`, '[ -z "$NEVER" ] || . ~/.bashrc\n');
    mkdirSync(`${account.home}/.npm`);
    const before = snapshot(account.home);
    const { PYGUARD_STAGED: _, ...environment } = account.environment;
    // Of its own accord npm would then leave out the compilers.
    const production = { NODE_ENV: "production", npm_config_cache: `${account.root}/npm` };
    const unstaged = { ...environment, ...production };
    // tap would put itself into every Node.js process below.
    const words = ["-u", "NODE_OPTIONS", `${bare}/install.sh`];
    const run = spawnSync("env", words, { env: unstaged, encoding: "utf8", input: "" });
    t.equal(run.status, 0, run.stdout + run.stderr);
    for (const shell of present(["bash", "zsh", "fish", "pwsh"])) {
      t.match(
        run.stdout,
        `  ${shell}: cd into a project entered its .venv, cd out left it, pip install was refused\n`,
      );
    }
    t.match(run.stdout, /a login shell does not get as far as \.bashrc/);
    t.notOk(existsSync(`${bare}/node_modules`), "the clone is as it was");
    const program = `${account.home}/.local/share/pyguard`;
    t.notOk(existsSync(`${program}/node_modules/typescript`), "only what runs is installed");
    const pyguard = `${account.home}/.local/bin/pyguard`;
    const version = spawnSync(pyguard, ["--version"], { env: unstaged, encoding: "utf8" });
    t.equal(version.stdout, `${packageVersion()}\n`);
    const undone = spawnSync(pyguard, ["uninstall"], {
      env: unstaged,
      encoding: "utf8",
      input: "",
    });
    t.equal(undone.status, 0, undone.stderr);
    t.match(undone.stdout, /the daemon \(\d+\) is stopped/);
    t.strictSame(snapshot(account.home), before);
    t.notOk(existsSync(`${account.runtime}/pyguard`));
  },
);

function packageVersion(): string {
  return /"version": "(.*)"/.exec(readFileSync(`${clone}package.json`, "utf8"))?.[1] ?? "";
}
