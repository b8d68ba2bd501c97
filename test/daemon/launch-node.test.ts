// The launcher and the Node it takes: what an installation does when the one it came with is gone.

import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { makeThrowAway } from "../real/throw-away.ts";
import { makeProject } from "./service/house.ts";
import { home as built } from "./io/stage.ts";

type Installation = {
  readonly root: string;
  /** Where `launch` is run. */
  readonly project: string;
  /** Writes an executable file below `root`. */
  readonly program: (path: string, script: string) => string;
  readonly launch: (
    words: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ) => { readonly status: number | null; readonly out: string; readonly errors: string };
};

function makeInstallation(t: Test, nodePaths: string): Installation {
  const throwAway = makeThrowAway();
  t.teardown(() => throwAway.remove());
  const root = throwAway.path;
  const home = join(root, "home");
  const project = join(root, "shop");
  fs.mkdirSync(project);
  for (const file of ["daemon/launch", "cli/install/find-node.sh", "package.json"]) {
    fs.mkdirSync(join(home, file, ".."), { recursive: true });
    fs.copyFileSync(join(built, file), join(home, file));
  }
  for (const name of ["dist", "node_modules"]) {
    fs.symlinkSync(join(built, name), join(home, name));
  }
  fs.writeFileSync(join(home, "node-paths"), nodePaths);
  const program: Installation["program"] = (path, script) => {
    const file = join(root, path);
    fs.mkdirSync(join(file, ".."), { recursive: true });
    fs.writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return file;
  };
  const launch: Installation["launch"] = (words, environment = {}) => {
    const variables = { HOME: root, PATH: "/usr/bin:/bin", ...environment };
    const pairs = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    // By `env -i`: a test runner gives programs that are started a NODE_OPTIONS of its own.
    const command = ["-i", ...pairs, join(home, "daemon/launch"), ...words];
    const run = spawnSync("/usr/bin/env", command, { cwd: project, encoding: "utf8" });
    return { status: run.status, out: run.stdout, errors: run.stderr };
  };
  return { root, project, program, launch };
}

const node = fs.realpathSync(process.execPath);
const gone = "/no/such/node\n";

t.test("where those recorded are gone, one on PATH that is too old is passed over", (t) => {
  const { root, program, launch } = makeInstallation(t, gone);
  const old = join(program("old/node", "exit 1"), "..");
  const find = (PATH: string) => launch(["node"], { PATH });
  const fine = { status: 0, errors: "" };
  t.same(find(`${old}:${join(node, "..")}:/usr/bin:/bin`), { ...fine, out: `${node}\n` });
  const managed = join(root, ".nvm/versions/node/v99.0.0/bin/node");
  program(".nvm/versions/node/v99.0.0/bin/node", `echo 99.0.0 ${managed}`);
  const programs = join(root, "programs");
  fs.mkdirSync(programs);
  for (const name of ["head", "sort", "cut", "env"]) {
    fs.symlinkSync(`/usr/bin/${name}`, join(programs, name));
  }
  t.same(find(`${old}:${programs}`), { ...fine, out: `${managed}\n` }, "a version manager's");
  t.end();
});

t.test("a recorded name without a path is none: a project may have a file of that name", (t) => {
  const { program, launch } = makeInstallation(t, `node\n./node\n${node}\n`);
  program("shop/node", "echo ran");
  t.match(launch(["node"]), { status: 0, out: `${node}\n`, errors: "" });
  t.end();
});

t.test("what the user has Node do is for the user's programs, not for the commands", (t) => {
  const { project, launch } = makeInstallation(t, `${node}\n`);
  const version = launch(["cli", "--version"]);
  t.match(version, { status: 0, out: /^\d/, errors: "" });
  makeProject(project);
  t.match(launch(["cli", "trust"]), { status: 0, errors: "" });
  const show = ["cli", "run", "--", "/usr/bin/env"];
  for (const NODE_OPTIONS of ["--require=./no-such.js", "--no-such-option", "--inspect=0"]) {
    const settings = { NODE_OPTIONS, NODE_EXTRA_CA_CERTS: "/no/such file" };
    t.same(launch(["cli", "--version"], settings), version, NODE_OPTIONS);
    const { out, errors } = launch(show, settings);
    const given = out.split("\n").filter((line) => /^(?:NODE|PYGUARD)_/.test(line));
    t.same(given.toSorted(), [`NODE_EXTRA_CA_CERTS=/no/such file`, `NODE_OPTIONS=${NODE_OPTIONS}`]);
    t.equal(errors, "");
  }
  t.notMatch(launch(show).out, /^(?:NODE|PYGUARD)_/m);
  t.end();
});
