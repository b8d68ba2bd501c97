// trust, distrust, forget, trusted, status: what they do, say and answer.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { makeEnvironment, makeProject } from "../daemon/service/house.ts";
import { makeCottage } from "./cottage.ts";

t.test("trust and take it back", (t) => {
  const { run, home } = makeCottage(t);
  const project = makeProject(join(home, "p"));
  fs.mkdirSync(join(project, "src"));
  t.match(run(project, "trust"), {
    status: 0,
    out: `trusted ${project}/.venv; shells enter it at their next prompt in ${project}\n`,
    err: "",
  });
  t.match(run(home, "trusted"), { status: 0, out: /^trusted {3}.*\/p\/\.venv {2}\(you said so, / });
  t.match(JSON.parse(run(home, "trusted", "--json").out), [
    { state: "trusted", environment: `${project}/.venv`, project, how: "explicit" },
  ]);
  t.match(run(project, "distrust"), { status: 0, out: /refused for good/ });
  t.match(run(project, "status"), { out: /entered +no: you refused \/.*; to take that back/ });
  t.match(run(home, "forget", "p/src"), { status: 0, out: /forgot .*, which was refused/ });
  t.match(run(home, "forget", "p"), { status: 0, out: /nothing was known about/ });
  t.match(run(home, "trusted"), { out: "nothing is trusted, nothing is refused\n" });
  t.end();
});

t.test("what cannot be trusted is one line that says why", (t) => {
  const { run, home, directory } = makeCottage(t);
  const open = makeProject(join(home, "open"));
  fs.chmodSync(open, 0o777);
  const half = directory("half");
  fs.mkdirSync(join(half, ".venv"));
  const lost = directory("lost/below");
  fs.symlinkSync("/nowhere", join(home, "lost/.venv"));
  const rows: readonly (readonly [string, RegExp])[] = [
    [
      directory("empty"),
      /^pyguard: there is no \.venv in .*\/empty or above it; to make one: pyguard venv\n$/,
    ],
    [home, /^pyguard: nothing is entered in .*: a home directory and those above/],
    [half, /^pyguard: not trusting half\/\.venv: it has no pyvenv\.cfg/],
    [
      lost,
      /names \/nowhere, which is not there\. .* A new one, in lost: rm \.venv; pyguard venv\n$/,
    ],
    [open, /^pyguard: not trusting open\/\.venv: everybody here can write to .*chmod go-w/],
    ["/nowhere", /^pyguard: there is no directory \/nowhere\n$/],
  ];
  for (const [where, line] of rows) {
    t.match(run(home, "trust", where), { status: 1, out: "", err: line }, where);
  }
  t.match(run(home, "trust", "--bad"), { status: 2, err: /^pyguard: / });
  t.end();
});

t.test("a link or file whose environment has lost its Python goes aside for a new one", (t) => {
  const { run, home, directory } = makeCottage(t);
  const shared = join(makeProject(join(home, "shared"), { python: "/nowhere" }), ".venv");
  fs.symlinkSync(shared, join(directory("link"), ".venv"));
  fs.writeFileSync(join(directory("file"), ".venv"), `${shared}\n`);
  for (const name of ["link", "file"]) {
    const said = run(join(home, name), "trust");
    t.match(said, {
      status: 1,
      err: /\. A new one, in \w+: mv \.venv \.venv\.old; pyguard venv\n$/,
    });
  }
  t.match(run(join(home, "shared"), "trust").err, /A new one, in shared: pyguard venv --clear\n$/);
  t.end();
});

t.test("what is told to type names directories with blanks in them", (t) => {
  const { run, home } = makeCottage(t);
  const project = makeProject(join(home, "my project"));
  run(project, "trust");
  fs.chmodSync(project, 0o777);
  t.match(run(project, "status").out, `To stop that: chmod go-w '${project}'\n`);
  fs.chmodSync(project, 0o755);
  fs.rmSync(project, { recursive: true });
  t.match(run(home, "list").out, `(gone: pyguard forget '${project}')\n`);
  t.equal(run(home, "forget", project).status, 0);
  t.end();
});

t.test("all that is gone is forgotten with one word, and nothing else", (t) => {
  const { run, home } = makeCottage(t);
  const projects = ["a", "b", "my c", "kept"].map((name) => makeProject(join(home, name)));
  for (const project of projects) {
    run(project, "trust");
  }
  fs.rmSync(join(home, "a"), { recursive: true });
  fs.rmSync(join(home, "my c/.venv"), { recursive: true });
  // Something else stands there: that is not gone.
  fs.rmSync(join(home, "b/.venv"), { recursive: true });
  makeProject(join(home, "b"));
  for (const words of [
    ["--gone", "kept"],
    ["--gone", "--prefix", "/usr"],
  ]) {
    t.match(run(home, "forget", ...words), { status: 2, err: /^pyguard: --gone takes no/ });
  }
  t.same(run(home, "forget", "--gone"), {
    status: 0,
    out: `forgot ${home}/a/.venv, which is gone\nforgot ${home}/my c/.venv, which is gone\n`,
    err: "",
  });
  t.same(run(home, "forget", "--gone").out, "nothing that is trusted is gone\n");
  t.match(run(home, "trusted").out, /b\/\.venv .*\n.*kept\/\.venv /);
  t.end();
});

t.test("where records would not be believed none is made, and what is told mends it", (t) => {
  const { run, home } = makeCottage(t);
  const known = makeProject(join(home, "known"));
  const fresh = makeProject(join(home, "fresh"));
  run(known, "trust");
  const records = join(home, ".local/state/pyguard/trust");
  fs.chmodSync(records, 0o777);
  const why = `the record of its trust has its place in ${records}, which can be written by others. To stop that: chmod go-w ${records}\n`;
  t.match(run(known, "status").out, `entered      no: known/.venv: ${why}`);
  for (const project of ["known", "fresh"]) {
    const err = `pyguard: not trusting ${project}/.venv: ${why}`;
    t.same(run(home, "trust", project), { status: 1, out: "", err }, project);
  }
  t.equal(fs.readdirSync(records).length, 1, "nothing is written");
  fs.chmodSync(records, 0o755);
  t.match(run(known, "status").out, /it will be at the next prompt/);
  t.equal(run(fresh, "trust").status, 0);
  t.end();
});

t.test(
  "what is missing has the first name that the configuration gives, and is made under it",
  (t) => {
    const { run, runWith, home, directory } = makeCottage(t);
    directory(".config/pyguard");
    fs.writeFileSync(join(home, ".config/pyguard/config.toml"), 'names = ["env", ".venv"]\n');
    const line = /there is no env in .*\/empty or above it; to make one: pyguard venv env\n/;
    const empty = directory("empty");
    for (const command of ["trust", "distrust", "forget"]) {
      t.match(run(empty, command), { status: 1, err: line }, command);
    }
    t.match(run(empty, "status").out, line);
    t.match(runWith({}, empty, "run", "true").err, line);
    t.end();
  },
);

t.test("root is not told to type what root just typed", { skip: process.getuid?.() !== 0 }, (t) => {
  const { run, home } = makeCottage(t);
  const project = makeProject(join(home, "theirs"));
  fs.chownSync(join(project, ".venv"), 54_321, 54_321);
  t.match(run(project, "trust"), {
    status: 1,
    err: /^pyguard: not trusting theirs\/\.venv: user 54321 owns it .* root enters only what root owns\n$/,
  });
  t.end();
});

t.test("of one that was moved it says what does not work", (t) => {
  const { run, home } = makeCottage(t);
  const moved = makeProject(join(home, "moved"));
  fs.writeFileSync(join(moved, ".venv/bin/activate"), "VIRTUAL_ENV=/home/me/old/.venv\n");
  t.match(run(moved, "trust"), {
    status: 0,
    out: /^trusted .*\n {2}it was moved or copied from \/home\/me\/old\/\.venv, .*: pyguard doctor\n$/,
  });
  t.end();
});

t.test("--found takes those that are there, each listed", (t) => {
  const { run, home, directory } = makeCottage(t);
  const one = makeProject(join(home, "src/one"));
  const two = makeProject(join(home, "src/deep/er/two"));
  const broken = makeProject(join(home, "src/broken"), { python: "/nowhere" });
  const hidden = makeProject(join(home, "src/shadow"));
  fs.writeFileSync(join(hidden, ".venv/bin/ls"), "");
  makeEnvironment(join(home, ".venv"));
  makeProject(join(home, "src/node_modules/x"));
  fs.symlinkSync(directory("src"), join(home, "again"));
  const { status, out } = run(home, "trust", "--found", "src");
  t.equal(status, 0);
  t.match(out, `trusted  ${one}/.venv\n`);
  t.match(out, `trusted  ${two}/.venv\n`);
  t.match(out, `left     ${broken}: its Python is gone\n`);
  t.match(out, `left     ${hidden}: its bin holds ls\n`);
  t.match(out, "2 trusted, left 2, below ");
  t.match(run(home, "trust", "--found").out, /^left[^]*0 trusted, left 2/);
  t.end();
});

t.test("status tells what holds here and now", (t) => {
  const { run, runWith, home } = makeCottage(t);
  const project = makeProject(join(home, "p"));
  t.match(run(project, "status"), {
    status: 0,
    out: /environment +.*\/p\/\.venv \(p\)\nentered +no: p\/\.venv: it came with the folder/,
  });
  run(project, "trust");
  t.match(run(project, "status").out, /entered +no: it will be at the next prompt/);
  const variables = { VIRTUAL_ENV: join(project, ".venv") };
  t.match(runWith(variables, project, "status").out, /entered +yes\n/);
  t.match(JSON.parse(runWith(variables, project, "status", "--json").out), {
    directory: project,
    environment: join(project, ".venv"),
    isActive: true,
    state: "in",
    trust: "trusted",
    version: "3.12.1",
    kind: "venv",
    daemon: null,
  });
  t.match(runWith({ VIRTUAL_ENV: "/opt/x" }, project, "status").out, /by hand, and that wins/);
  t.match(run(home, "status").out, /environment +none/);
  t.end();
});
