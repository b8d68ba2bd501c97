// A home that cannot be written to: one line, status 1, and nothing is done.

import { spawnSync } from "node:child_process";
import t from "tap";
import { clone, createAccount, type Account } from "./account.ts";
import { snapshot } from "./snapshot.ts";

const unshare = ["-m", "--propagation", "private"];
const canMount = spawnSync("unshare", [...unshare, "/bin/true"]).status === 0;
const options = { skip: canMount ? false : "needs a mount of its own" };

t.test("in a home that is read-only nothing is installed anew or taken back", options, (t) => {
  const account = createAccount(t.testdir());
  account.install("--shell", "zsh");
  const before = snapshot(account.home);
  for (const words of ["--no-proof", "--uninstall"]) {
    const script = `mount --bind "$HOME" "$HOME" && mount -o remount,ro,bind "$HOME" && exec "$0" ${words}`;
    const run = runMounted(script, account);
    t.equal(run.status, 1, words);
    t.match(run.stderr, /^pyguard: [^\n]* cannot be written; nothing was done\n$/);
    t.strictSame(snapshot(account.home), before);
  }
  t.end();
});

t.test("what cannot be removed is one line, and the rest goes", options, (t) => {
  const account = createAccount(t.testdir());
  account.install("--shell", "zsh");
  const cache = `${account.home}/.cache/pyguard`;
  const script = `mkdir "${cache}/busy" && mount -t tmpfs none "${cache}/busy" && exec "$0" --uninstall`;
  const run = runMounted(script, account);
  t.equal(run.status, 1);
  t.equal(run.stderr, `pyguard: ${cache} cannot be removed\n`);
  t.match(run.stdout, `${account.home}/.local/share/pyguard is removed`);
  t.equal(account.install("--uninstall").status, 0, "later all of it");
  t.end();
});

function runMounted(script: string, { environment }: Account) {
  return spawnSync("unshare", [...unshare, "/bin/sh", "-c", script, `${clone}install.sh`], {
    env: environment,
    encoding: "utf8",
    input: "",
  });
}
