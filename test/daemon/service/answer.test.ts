// What a shell is told about a directory: found, judged, entered or not, and why.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { makeEnvironment, makeHouse } from "./house.ts";

t.test("an unknown environment is not entered, and told of once in a login", async (t) => {
  const house = makeHouse(t);
  const project = house.project("coursework");
  const answer = await house.ask(project);
  t.match(answer, {
    state: "out",
    environment: "",
    root: project,
    name: "coursework",
    marks: "u",
    venvHere: true,
    decision: "",
    line: "pyguard: not entering coursework/.venv: it came with the folder, and entering lets it run programs as you. If it is yours: pyguard trust",
  });
  t.equal((await house.ask(project)).line, "", "not again in another shell");
  t.equal((await house.restart().ask(project)).line, "", "nor after the daemon was replaced");
  t.not(
    (await house.ask(house.project("elsewhere/coursework"))).line,
    "",
    "its namesake is another",
  );
});

t.test("a trusted environment is entered from anywhere in the project", async (t) => {
  const house = makeHouse(t);
  const project = house.project("coursework");
  fs.mkdirSync(join(project, "src/deep"), { recursive: true });
  t.equal((await house.trust(project)).kind, "trusted");
  for (const directory of [project, join(project, "src/deep"), join(project, ".venv/bin")]) {
    t.match(
      await house.ask(directory),
      {
        state: "in",
        environment: join(project, ".venv"),
        root: project,
        directory,
        name: "coursework",
        pythonVersion: "3.12.1",
        marks: "",
        witness: "up.1.1.1",
        line: "",
        decision: "allow",
        venvHere: directory === project,
      },
      directory,
    );
  }
});

t.test("a link in the path: the root is a prefix of what the shell says", async (t) => {
  const house = makeHouse(t);
  const project = house.project("real/p");
  fs.mkdirSync(join(project, "src"));
  await house.trust(project);
  fs.symlinkSync(join(house.home, "real"), join(house.home, "link"));
  fs.symlinkSync(join(project, "src"), join(house.home, "source"));
  fs.mkdirSync(join(house.home, "a"));
  fs.symlinkSync(join(project, "src"), join(house.home, "a/b"));
  const rows = [
    ["link/p", "link/p"],
    ["link/p/src", "link/p"],
    ["source", "source"],
    ["a/b", "a/b"],
  ] as const;
  for (const [directory, root] of rows) {
    const answer = await house.ask(join(house.home, directory));
    t.match(answer, { state: "in", environment: join(project, ".venv") }, directory);
    t.equal(answer.root, join(house.home, root), directory);
  }
});

t.test("an odd spelling of the path: the root is a prefix of it all the same", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  fs.mkdirSync(join(project, "src"));
  await house.trust(project);
  const rows = [
    [`/${project}/src`, `/${project}`],
    [`/${project}`, `/${project}`],
    [`${project}/src/`, project],
    [`${project}/`, project],
    [`${project}/../p/src`, `${project}/../p/src`],
  ] as const;
  for (const [directory, root] of rows) {
    const answer = await house.ask(directory);
    t.match(answer, { state: "in", environment: join(project, ".venv") }, directory);
    t.equal(answer.root, root, directory);
  }
});

t.test("the logical path goes first (direnv #279)", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  const elsewhere = house.project("elsewhere");
  fs.mkdirSync(join(elsewhere, "data"));
  fs.symlinkSync(join(elsewhere, "data"), join(project, "data"));
  await house.trust(project);
  await house.trust(elsewhere);
  t.match(await house.ask(join(project, "data")), { environment: join(project, ".venv") });
});

t.test("a nearer environment that is not trusted means out, whatever is further up", async (t) => {
  const house = makeHouse(t);
  const outer = house.project("outer");
  await house.trust(outer);
  const inner = house.project("outer/inner");
  t.match(await house.ask(inner), { state: "out", root: inner });
  fs.rmSync(join(inner, ".venv"), { recursive: true });
  t.match(await house.ask(inner), { state: "in", root: outer });
  fs.mkdirSync(join(inner, ".venv"));
  t.match(await house.ask(inner), { state: "out", root: inner, marks: "b" });
});

t.test("a home directory is never searched", async (t) => {
  const house = makeHouse(t);
  makeEnvironment(join(house.home, ".venv"));
  makeEnvironment(join(house.path, ".venv"));
  fs.mkdirSync(join(house.home, "p"));
  for (const directory of [house.home, join(house.home, "p"), house.path]) {
    t.match(await house.ask(directory), { state: "out", root: "", line: "" }, directory);
  }
  t.match(await house.ask(house.home), { venvHere: true });
  t.match(await house.trust(house.home), { kind: "nothing" });
});

t.test("paths that PATH cannot carry are told of, not entered", async (t) => {
  const house = makeHouse(t);
  for (const name of ["a:b", "line\nbreak", "esc\u001b[31m"]) {
    const project = house.project(name);
    const answer = await house.ask(project);
    t.match(answer, { state: "out", environment: "", marks: "u" });
    t.match(answer.line, /^pyguard: not entering [ -~]+: its path holds a colon or a control/);
    t.match(await house.trust(project), { kind: "refused" });
  }
});

t.test("marks a Python project without an environment", async (t) => {
  const house = makeHouse(t);
  const project = join(house.home, "p");
  fs.mkdirSync(join(project, "src"), { recursive: true });
  t.match(await house.ask(project), { state: "out", marks: "", venvHere: false });
  fs.writeFileSync(join(project, "requirements.txt"), "");
  t.match(await house.ask(project), { state: "out", marks: "n" });
  t.match(await house.ask(join(project, "src")), { state: "out", marks: "n" });
});

t.test("half-made, odd and broken ones", async (t) => {
  const house = makeHouse(t);
  const rows: readonly (readonly [string, (venv: string) => void, string, RegExp])[] = [
    [
      "no cfg",
      (venv) => fs.mkdirSync(venv),
      "b",
      /has no pyvenv\.cfg.*: mv \.venv \.venv\.old; pyguard venv$/,
    ],
    [
      "no home",
      (venv) => makeEnvironment(venv, { cfg: "version = 3.12\n" }),
      "b",
      /pyvenv\.cfg names no home/,
    ],
    [
      "no bin",
      (venv) => {
        makeEnvironment(venv);
        fs.rmSync(join(venv, "bin"), { recursive: true });
      },
      "b",
      /has no bin/,
    ],
    ["an empty file", (venv) => fs.writeFileSync(venv, ""), "b", /it is empty/],
    ["a big file", (venv) => fs.writeFileSync(venv, "x".repeat(70_000)), "b", /cannot be read/],
    ["no text", (venv) => fs.writeFileSync(venv, Buffer.from([255])), "b", /not UTF-8/],
    ["a bare name", (venv) => fs.writeFileSync(venv, "myenv\n"), "u", /workon myenv/],
    ["a path", (venv) => fs.writeFileSync(venv, "/opt/env\n"), "u", /it names \/opt\/env/],
    ["a dangling link", (venv) => fs.symlinkSync("/nowhere", venv), "u", /it names \/nowhere/],
    [
      "copied from elsewhere",
      (venv) => makeEnvironment(venv, { python: "/nowhere/bin/python3" }),
      "ub",
      /its Python in \/usr\/bin is not on this machine.*A new one, in copied from elsewhere: pyguard venv --clear$/,
    ],
  ];
  for (const [name, make, marks, line] of rows) {
    const project = join(house.home, name);
    fs.mkdirSync(project);
    make(join(project, ".venv"));
    const answer = await house.ask(project);
    t.match(answer, { state: "out", marks, venvHere: true, witness: "up.1.1.1" }, name);
    t.match(answer.line, line, name);
  }
});

t.test("one that is being made is asked about again at the next prompt", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p", { cfg: "" });
  t.match(await house.ask(project), { state: "out", line: "", witness: "" });
});

t.test("a directory that is gone means out", async (t) => {
  const house = makeHouse(t);
  t.match(await house.ask(join(house.home, "gone/deep")), { state: "out", venvHere: false });
  t.match(await house.ask("/dev/null/x"), { state: "out" });
  t.match(await house.ask(`${house.home}/${"x".repeat(300)}`), { state: "out" });
  t.match(await house.ask(`${house.home}${"/y".repeat(3000)}`), { state: "out" });
});

t.test("links in circles are nothing", async (t) => {
  const house = makeHouse(t);
  const project = join(house.home, "p");
  fs.mkdirSync(project);
  fs.symlinkSync(".venv", join(project, ".venv"));
  t.match(await house.ask(project), { state: "out", marks: "u" });
  t.match(await house.trust(project), { kind: "refused" });
});

t.test("a file or link is trusted together with its project (confused deputy)", async (t) => {
  const house = makeHouse(t);
  const good = house.project("good");
  await house.trust(good);
  const hostile = join(house.home, "hostile");
  fs.mkdirSync(hostile);
  for (const make of [
    () => fs.symlinkSync(join(good, ".venv"), join(hostile, ".venv")),
    () => fs.writeFileSync(join(hostile, ".venv"), "../good/.venv\n"),
  ]) {
    fs.rmSync(join(hostile, ".venv"), { force: true });
    make();
    t.match(await house.ask(hostile), { state: "out", marks: "u" });
    await house.trust(hostile);
    t.match(await house.ask(hostile), {
      state: "in",
      environment: join(good, ".venv"),
      root: hostile,
      name: "hostile",
    });
  }
  const other = house.project("other");
  await house.trust(other);
  fs.writeFileSync(join(hostile, ".venv"), "../other/.venv\n");
  t.match(await house.ask(hostile), { state: "out" }, "another target is another pair");
  fs.writeFileSync(join(hostile, ".venv"), "../good/.venv\n\n");
  t.match(await house.ask(hostile), { state: "out" }, "and so is another file");
});
