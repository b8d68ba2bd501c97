// A clone that cannot be built: what stands in the way is told, and the account is as it was.

import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import t from "tap";
import { clone, createAccount, type Account } from "./account.ts";
import { snapshot } from "./snapshot.ts";

/** Nobody answers there. */
const noRegistry = { npm_config_registry: "http://127.0.0.1:9/", npm_config_fetch_retries: "0" };

const unshare = ["-m", "--propagation", "private"];
const canMount = spawnSync("unshare", [...unshare, "/bin/true"]).status === 0;

t.test("without a network npm's own words are there, and none about a log that is gone", (t) => {
  const account = createAccount(t.testdir());
  const before = snapshot(account.home);
  const run = installFrom(bareClone(account), account);
  t.equal(run.status, 1, run.stdout);
  t.match(run.stderr, "ECONNREFUSED");
  t.notMatch(run.stderr, "complete log of this run");
  t.match(run.stderr, /pyguard: the build failed, see above; nothing was installed or changed\n$/);
  t.strictSame(snapshot(account.home), before);
  t.end();
});

t.test("compilers in the clone that do not run are as good as none", (t) => {
  const account = createAccount(t.testdir());
  const bare = bareClone(account);
  const bin = `${bare}/node_modules/.bin`;
  mkdirSync(bin, { recursive: true });
  for (const name of ["tsc", "esbuild"]) {
    writeFileSync(`${bin}/${name}`, "#!/bin/sh\necho made for another system >&2\nexit 1\n");
    chmodSync(`${bin}/${name}`, 0o755);
  }
  const run = installFrom(bare, account);
  t.equal(run.status, 1);
  t.match(run.stderr, "ECONNREFUSED", "npm is asked for others");
  t.end();
});

t.test("a full disk is told", { skip: canMount ? false : "needs a mount of its own" }, (t) => {
  const account = createAccount(t.testdir());
  const words = `mount -t tmpfs -o size=512k none "$HOME" && exec "$0"`;
  const run = spawnSync(
    "unshare",
    [...unshare, "/bin/sh", "-c", words, `${bareClone(account)}/install.sh`],
    { env: unstaged(account), encoding: "utf8", input: "" },
  );
  t.equal(run.status, 1, run.stdout);
  t.match(run.stderr, "No space left on device");
  t.end();
});

/** What is in git of what is built, without packages. */
function bareClone({ root }: Account): string {
  const bare = `${root}/bare`;
  const files = ["install.sh", "package.json", "package-lock.json", "tsconfig.json"];
  for (const path of [...files, "hooks", "cli", "daemon", "shells"]) {
    cpSync(`${clone}${path}`, `${bare}/${path}`, { recursive: true });
  }
  return bare;
}

function installFrom(bare: string, account: Account): SpawnSyncReturns<string> {
  return spawnSync(`${bare}/install.sh`, ["--no-proof"], {
    env: unstaged(account),
    encoding: "utf8",
    input: "",
  });
}

function unstaged({ environment }: Account): NodeJS.ProcessEnv {
  const { PYGUARD_STAGED: _, ...rest } = environment;
  return { ...rest, ...noRegistry };
}
