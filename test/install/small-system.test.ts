// install.sh in images of containers: what they leave out, and accounts without a home.

import { existsSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import t from "tap";
import { clone, createAccount } from "./account.ts";
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
