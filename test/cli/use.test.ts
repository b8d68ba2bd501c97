// `pyguard use`, `enter` and `list` as they are typed; what they rest on is tested beside the services.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { makeEnvironment, makeProject } from "../daemon/service/house.ts";
import { makeCottage } from "./cottage.ts";

t.test("an environment from elsewhere, by path and by name, and none again", (t) => {
  const { home, directory, run, runWith } = makeCottage(t);
  const project = directory("shop");
  makeEnvironment(join(home, ".virtualenvs/tools"));
  makeEnvironment(join(home, "envs/data"));
  const active = (): string =>
    run(project, "run", "--", "/bin/sh", "-c", "echo $VIRTUAL_ENV").out.trim();
  t.match(run(project, "use", "../envs/data"), {
    status: 0,
    out: `${project} uses ${home}/envs/data; shells enter it at their next prompt there\n`,
  });
  t.equal(active(), join(home, "envs/data"));
  t.same(fs.readdirSync(project), [], "nothing is written into the project");
  t.equal(run(home, "use", "tools", project).status, 0);
  t.equal(active(), join(home, ".virtualenvs/tools"));
  const WORKON_HOME = join(home, "envs");
  t.equal(runWith({ WORKON_HOME }, project, "use", "data").status, 0);
  t.equal(active(), join(home, "envs/data"));
  t.match(run(project, "use", "--none"), { status: 0, out: /uses no environment/ });
  t.equal(active(), "");
  t.match(run(project, "use", "--none"), { status: 0, out: /used no environment/ });
  t.end();
});

t.test("what cannot be used is told in one line", (t) => {
  const { home, directory, run } = makeCottage(t);
  const project = directory("shop");
  makeEnvironment(join(home, "env"));
  fs.mkdirSync(join(home, "conda/conda-meta"), { recursive: true });
  const cases: readonly (readonly [readonly string[], number, RegExp])[] = [
    [[], 2, /use which environment\?/],
    [["nothing"], 1, /is no virtual environment: it has no pyvenv\.cfg/],
    [["../conda"], 1, /is conda's: .* conda activate/],
    [["../env", "../nowhere"], 1, /there is no directory/],
    [["../env", home], 1, /make a directory for the project/],
  ];
  for (const [words, status, err] of cases) {
    const said = run(project, "use", ...words);
    t.match(said, { status, out: "", err }, words.join(" "));
    t.match(said.err, /^pyguard: [^\n]+\n$/);
  }
  t.end();
});

t.test("the list marks what is broken, and what it says mends", (t) => {
  const { home, directory, run } = makeCottage(t);
  t.match(run(home, "list"), { status: 0, out: /^no environment is known yet; .*pyguard venv\n$/ });
  const make = (name: string): string => {
    const project = makeProject(join(home, name));
    run(project, "trust");
    return project;
  };
  const good = make("good");
  const gone = make("gone");
  const changed = make("changed");
  const broken = make("broken");
  makeEnvironment(join(home, "env"));
  const other = directory("other");
  run(other, "use", "../env");
  fs.rmSync(join(gone, ".venv"), { recursive: true });
  fs.appendFileSync(join(changed, ".venv/pyvenv.cfg"), "prompt = x\n");
  fs.rmSync(join(broken, ".venv/bin/python"));
  t.equal(
    run(home, "list").out,
    `3.12.1   ${broken}/.venv  (broken: cd ${broken} && pyguard venv --clear)
3.12.1   ${changed}/.venv  (changed: pyguard trust ${changed})
3.12.1   ${home}/env  for ${other}
-        ${gone}/.venv  (gone: pyguard forget ${gone})
3.12.1   ${good}/.venv
`,
  );
  const states = JSON.parse(run(home, "list", "--json").out).map(
    ({ project, state, isBroken, isUsed }: Record<string, unknown>) =>
      [project, state, isBroken, isUsed].join(" "),
  );
  t.same(states, [
    `${broken} broken true false`,
    `${changed} changed false false`,
    `${other} good false true`,
    `${gone} gone true false`,
    `${good} good false false`,
  ]);
  run(home, "forget", gone);
  run(home, "trust", changed);
  t.notMatch(run(home, "list").out, /gone|changed:/);
  t.end();
});

t.test("where the one that is used is gone, the list says so of no other", (t) => {
  const { home, run } = makeCottage(t);
  const project = makeProject(join(home, "shop"));
  run(project, "trust");
  makeEnvironment(join(home, "env"));
  run(project, "use", "../env");
  fs.rmSync(join(home, "env"), { recursive: true });
  t.equal(
    run(home, "list").out,
    `-        ${home}/env  for ${project}  (gone: pyguard use --none ${project})
-        ${project}/.venv  (not used)
`,
  );
  run(home, "use", "--none", project);
  t.equal(run(home, "list").out, `3.12.1   ${project}/.venv\n`);
  t.end();
});

t.test("what the list says of a link parts with the link alone", (t) => {
  const { home, directory, run } = makeCottage(t);
  const target = makeProject(join(home, "target"));
  const linked = directory("linked");
  const replaced = directory("replaced by a pipe");
  for (const project of [linked, replaced]) {
    fs.symlinkSync("../target/.venv", join(project, ".venv"));
    run(project, "trust");
  }
  fs.rmSync(join(target, ".venv/bin/python"));
  fs.rmSync(join(replaced, ".venv"));
  execFileSync("mkfifo", [join(replaced, ".venv")]);
  const { out } = run(home, "list");
  for (const [shown, typed] of [
    [linked, linked],
    [replaced, `'${replaced}'`],
  ]) {
    t.match(
      out,
      `${target}/.venv  for ${shown}  (broken: cd ${typed} && rm .venv && pyguard venv)\n`,
    );
  }
  t.end();
});

t.test("only a shell can enter", (t) => {
  const { home, run } = makeCottage(t);
  t.match(run(home, "enter"), { status: 1, out: "", err: /^pyguard: only a shell .*pyguard init/ });
  t.end();
});
