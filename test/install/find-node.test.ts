// Which Node.js is taken, and what happens when it goes.

import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import t from "tap";
import { clone, createAccount, present } from "./account.ts";
import { snapshot } from "./snapshot.ts";

t.test("a Node that is too old, and none at all, is one line and nothing half done", async (t) => {
  const account = createAccount(t.testdir());
  const bin = `${account.root}/bin`;
  mkdirSync(bin);
  for (const name of readdirSync("/usr/bin").filter((one) => !/^(?:node|npm|nodejs)/.test(one))) {
    symlinkSync(`/usr/bin/${name}`, `${bin}/${name}`);
  }
  const before = snapshot(account.home);
  // /usr/bin/node is found wherever PATH leads, so the finder is asked about an account without it.
  const ask = `. "${clone}cli/install/find-node.sh"; list_node_candidates() { printf 'path\\t%s\\n' "${bin}/node"; }; find_nodes`;
  t.equal(account.run("/bin/sh", "-c", ask).status, 1);
  writeFileSync(`${bin}/node`, `#!/bin/sh\nexec ${process.execPath} -r "${bin}/older.cjs" "$@"\n`);
  chmodSync(`${bin}/node`, 0o755);
  const pretend = (version: string): void => {
    writeFileSync(
      `${bin}/older.cjs`,
      `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`,
    );
  };
  for (const [version, status] of [
    ["18.20.8", 1],
    ["20.18.3", 1],
    ["20.19.0", 0],
    ["24.0.0", 0],
  ] as const) {
    pretend(version);
    t.equal(account.run("/bin/sh", "-c", ask).status, status, version);
  }
  for (const other of ["bun", "deno", "electron"]) {
    pretend(`24.0.0", ${other}: "1.3.0`);
    t.equal(account.run("/bin/sh", "-c", ask).status, 1, `${other} under the name of node`);
  }
  t.match(
    account.run("/bin/sh", "-c", `. "${clone}cli/install/find-node.sh"; how_to_get_node`).stdout,
    /^[^\n]+\n$/,
  );
  t.strictSame(snapshot(account.home), before);
});

t.test("knows where version managers keep Node, newest first, and PATH before them", async (t) => {
  const account = createAccount(t.testdir());
  const places = [
    ".nvm/versions/node/v20.19.5/bin/node",
    ".nvm/versions/node/v9.11.2/bin/node",
    ".local/share/fnm/node-versions/v22.1.0/installation/bin/node",
    ".volta/tools/image/node/21.0.0/bin/node",
    ".local/share/mise/installs/node/20.20.0/bin/node",
  ];
  for (const place of places) {
    const path = `${account.home}/${place}`;
    const version = /\d+\.\d+\.\d+/.exec(place)?.[0] ?? "";
    mkdirSync(path.slice(0, -5), { recursive: true });
    writeFileSync(
      path,
      `#!/bin/sh\n[ ${version} != 9.11.2 ] && printf '%s %s\\n' ${version} "$0"\n`,
    );
    chmodSync(path, 0o755);
  }
  const run = account.run("/bin/sh", "-c", `. "${clone}cli/install/find-node.sh"; find_nodes`);
  const found = run.stdout.trimEnd().split("\n");
  t.equal(found[0], realpathSync("/usr/bin/node"));
  t.strictSame(
    found
      .filter((path) => path.startsWith(account.home))
      .map((path) => path.slice(account.home.length + 1)),
    [places[2], places[3], places[4], places[0]].slice(
      0,
      found.filter((path) => path.startsWith(account.home)).length,
    ),
  );
});

t.test("a Node that starts only with variables of this shell is none", async (t) => {
  const account = createAccount(t.testdir());
  const path = `${account.root}/node`;
  writeFileSync(
    path,
    '#!/bin/sh\n[ -z "$LIBRARIES" ] || printf "22.1.0 %s\\n" "$0"\n[ -n "$LIBRARIES" ]\n',
  );
  chmodSync(path, 0o755);
  const ask = `. "${clone}cli/install/find-node.sh"; printf 'path\\t%s\\n' "$0" | judge_nodes`;
  const find = (libraries: string): string =>
    account.run("env", `LIBRARIES=${libraries}`, "/bin/sh", "-c", ask, path).stdout;
  t.equal(find("/opt/lib"), "");
  writeFileSync(path, '#!/bin/sh\nprintf "22.1.0 %s\\n" "$0"\n');
  t.equal(find("/opt/lib"), `${path}\n`);
});

t.test("a Node that crashes is passed over without a word", async (t) => {
  const account = createAccount(t.testdir());
  const path = `${account.root}/node`;
  writeFileSync(path, "#!/bin/sh\nkill -SEGV $$\n");
  chmodSync(path, 0o755);
  const ask = `. "${clone}cli/install/find-node.sh"; printf 'path\\t%s\\n' "$0" "$1" | judge_nodes`;
  for (const shell of present(["sh", "bash"])) {
    const run = account.run(shell, "-c", ask, path, process.execPath);
    t.match(run, { stdout: `${realpathSync(process.execPath)}\n`, stderr: "" }, shell);
  }
});

t.test("what the installing shell has Node do stands in nobody's way", async (t) => {
  const account = createAccount(t.testdir());
  for (const options of ["--require=/no/such/file.js", "--no-such-option", "--inspect=0"]) {
    const words = ["--no-proof", "--shell", "zsh"];
    const run = account.run("env", `NODE_OPTIONS=${options}`, `${clone}install.sh`, ...words);
    t.match(run, { status: 0, stderr: "" }, `${options} ${run.stderr}`);
  }
});

t.test("when the recorded Node is gone the next one is taken", async (t) => {
  const account = createAccount(t.testdir());
  account.install("--shell", "zsh");
  const program = `${account.home}/.local/share/pyguard`;
  t.match(readFileSync(`${program}/node-paths`, "utf8"), /^\/\S+\/node\n/);
  t.match(readFileSync(`${program}/bash-path`, "utf8"), /^\/\S+\/bash\n$/);
  writeFileSync(`${program}/node-paths`, `/no/such/node\n${process.execPath}\n`);
  t.equal(account.run(`${program}/daemon/launch`, "node").stdout, `${process.execPath}\n`);
  writeFileSync(`${program}/node-paths`, "/no/such/node\n");
  t.equal(account.run(`${program}/daemon/launch`, "node").stdout, "/usr/bin/node\n");
});

t.test("pyguard uninstall needs no Node", async (t) => {
  const account = createAccount(t.testdir());
  const before = snapshot(account.home);
  account.install("--shell", "zsh");
  const program = `${account.home}/.local/share/pyguard`;
  writeFileSync(`${program}/node-paths`, "/no/such/node\n");
  const none = "ask_node() { return 1; }\nfind_nodes() { return 1; }\n";
  writeFileSync(`${program}/cli/install/find-node.sh`, none);
  const pyguard = `${account.home}/.local/bin/pyguard`;
  t.match(account.run(pyguard, "status"), { status: 1, stderr: /^pyguard: Node.js was not found/ });
  t.match(account.run(pyguard, "uninstall", "--dry-run"), {
    status: 0,
    stdout: /would be removed/,
  });
  writeFileSync(`${program}/node-paths`, "/bin/false\n");
  t.match(account.run(pyguard, "uninstall"), { status: 0, stderr: "" }, "one that does not start");
  t.strictSame(snapshot(account.home), before);
});

t.test("that the recorded Node does not start is told by pyguard doctor", async (t) => {
  const account = createAccount(t.testdir());
  account.install("--shell", "zsh");
  const paths = `${account.home}/.local/share/pyguard/node-paths`;
  const crashing = `${account.root}/crashing`;
  writeFileSync(crashing, "#!/bin/sh\nkill -SEGV $$\n");
  chmodSync(crashing, 0o755);
  const doctor = () => account.run(`${account.home}/.local/bin/pyguard`, "doctor", "--json");
  for (const node of ["/bin/false", crashing]) {
    writeFileSync(paths, `${node}\n`);
    t.match(doctor(), {
      status: 1,
      stdout: "",
      stderr: `pyguard: ${node} does not start: write the absolute path of another Node.js, 20.19 or newer, into ${paths}\n`,
    });
  }
  writeFileSync(paths, `${process.execPath}\n`);
  t.match(doctor(), { stderr: "" });
});
