// install.sh in images of containers: what they leave out, and accounts without a home.

import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import t from "tap";
import { clone, createAccount, present } from "./account.ts";
import { makeThrowAway } from "../real/throw-away.ts";
import { snapshot } from "./snapshot.ts";

// There is no findutils in some, no awk in others.
t.test("a program of every day that is missing is named, and nothing is touched", async (t) => {
  const account = createAccount(t.testdir({ bin: {} }));
  const absent = new Set(["find", "awk"]);
  for (const place of ["/usr/bin", "/bin"]) {
    for (const name of readdirSync(place)) {
      const link = `${account.root}/bin/${name}`;
      if (!absent.has(name) && !existsSync(link)) {
        rmSync(link, { force: true });
        symlinkSync(`${place}/${name}`, link);
      }
    }
  }
  const before = snapshot(account.root);
  const script = 'PATH=$1; export PATH; shift; exec /bin/sh "$@"';
  for (const words of [["--no-proof"], ["--uninstall"]]) {
    const run = account.run(
      "sh",
      "-c",
      script,
      "sh",
      `${account.root}/bin`,
      `${clone}install.sh`,
      ...words,
    );
    t.match(run, {
      status: 1,
      stdout: "",
      stderr: /^pyguard: not on PATH, but needed: awk, find\. [^\n]+\n$/,
    });
  }
  t.strictSame(snapshot(account.root), before);
});

t.test("the root directory is no home", async (t) => {
  const account = createAccount(t.testdir());
  for (const words of [[], ["--uninstall"], ["--dry-run"]]) {
    const run = account.run("env", "HOME=/", `${clone}install.sh`, "--no-proof", ...words);
    t.match(run, { status: 1, stdout: "", stderr: /^pyguard: HOME is \/, [^\n]+\n$/ });
  }
});

const setpriv = "setpriv";
const stranger = ["--reuid=54321", "--regid=54321", "--clear-groups"];
const canBeStranger =
  present(["fish"]).length > 0 &&
  spawnSync(setpriv, [...stranger, "test", "-r", clone]).status === 0;

t.test("an account without a name keeps its home clean", { skip: !canBeStranger }, async (t) => {
  const { path, remove } = makeThrowAway();
  t.teardown(remove);
  chmodSync(path, 0o755);
  const { home, runtime, staged, environment } = createAccount(path);
  spawnSync("chown", ["-R", "54321:54321", home, runtime, staged]);
  const before = snapshot(home);
  const run = (...words: readonly string[]) =>
    spawnSync(setpriv, [...stranger, `${clone}install.sh`, ...words], {
      env: { ...environment, XDG_RUNTIME_DIR: undefined },
      cwd: home,
      encoding: "utf8",
    });
  t.match(run("--shell", "fish").stdout, "Trying it:\n  fish: ");
  t.equal(run("--uninstall").status, 0);
  t.strictSame(snapshot(home), before);
});
