// `pyguard status`: why, in each case; and that its JSON is what docs/status.md says it is.

import fs from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import { makeProject } from "../daemon/service/house.ts";
import { makeCottage } from "./cottage.ts";

const docs = fileURLToPath(new URL("../../../docs/", import.meta.url));

t.test("why it is not entered", async (t) => {
  const { run, runWith, home } = makeCottage(t);
  const project = makeProject(join(home, "p"));
  run(project, "trust");
  const facts = (words: string) => ({ PYGUARD_SHELL_FACTS: `shell=bash hook=runs ${words}` });
  const rows: readonly (readonly [Readonly<Record<string, string>>, RegExp])[] = [
    [{}, /entered +no: it will be at the next prompt/],
    [facts("off=yes left= theirs="), /entered +no: pyguard is off in this shell; .* pyguard on\n/],
    [facts("off= left=yes theirs="), /entered +no: you left it by deactivate; .* pyguard enter\n/],
    [{ PYGUARD: "off" }, /entered +no: PYGUARD=off is set/],
    [{ VIRTUAL_ENV: "/opt/x" }, /activated by hand, and that wins[^]*by hand +\/opt\/x\n/],
    [{ CONDA_PREFIX: join(home, "envs/x") }, /by hand +.*\/envs\/x\n/],
  ];
  for (const [variables, wanted] of rows) {
    t.match(runWith(variables, project, "status").out, wanted, JSON.stringify(variables));
  }
});

t.test("what was entered and is about to be left was not entered by hand", async (t) => {
  const { runWith, home } = makeCottage(t);
  const environment = join(makeProject(join(home, "p")), ".venv");
  const entered = { VIRTUAL_ENV: environment, PYGUARD_ACTIVE: `${environment}:${home}/p` };
  t.notMatch(runWith(entered, home, "status").out, "by hand");
  t.match(runWith({ VIRTUAL_ENV: environment }, home, "status").out, /by hand +.*\/p\/.venv\n/);
});

t.test("what stands above the end of the search is not denied", (t) => {
  const { run, home, directory } = makeCottage(t);
  makeProject(join(home, "p"));
  const levels = (count: number): string => directory(["p", ...Array(count).fill("x")].join("/"));
  t.match(run(levels(39), "status").out, /p\/\.venv/, "the last that is searched");
  t.match(
    run(levels(40), "status").out,
    /no: there is no \.venv in \S+ or in the 39 directories above it; to make one: pyguard venv\n/,
  );
  t.end();
});

t.test("what was refused is said to be, whatever leads there", async (t) => {
  const { run, home } = makeCottage(t);
  const project = makeProject(join(home, "p"));
  const file = join(home, "file");
  const link = join(home, "link");
  fs.mkdirSync(file);
  fs.mkdirSync(link);
  fs.writeFileSync(join(file, ".venv"), `${project}/.venv\n`);
  fs.symlinkSync(`${project}/.venv`, join(link, ".venv"));
  for (const directory of [project, file, link]) {
    run(directory, "trust");
    t.match(run(directory, "status").out, /entered +no: it will be at the next prompt/, directory);
    run(directory, "distrust");
    const refused = /you refused .*; to take that back: pyguard forget\n/;
    t.match(run(directory, "status").out, refused, directory);
    t.match(run(directory, "env"), { status: 1, err: refused }, directory);
    t.match(run(directory, "run", "true"), { status: 1, err: refused }, directory);
    run(directory, "forget");
  }
});

t.test("one that was left half made is told as such, and the advised line mends it", async (t) => {
  const { run, home } = makeCottage(t);
  const venv = join(home, "p/.venv");
  fs.mkdirSync(venv, { recursive: true });
  fs.writeFileSync(join(venv, "pyvenv.cfg"), "");
  const half = /p\/\.venv: its pyvenv\.cfg is empty: .*\. A new one, in p: pyguard venv --clear\n/;
  for (const command of ["status", "trust", "env"]) {
    const { out, err } = run(join(home, "p"), command);
    t.match(`${out}${err}`, half, command);
  }
});

t.test("what a prompt would warn about", async (t) => {
  const { run, home } = makeCottage(t);
  const project = makeProject(join(home, "p"));
  run(project, "trust");
  t.notMatch(run(project, "status").out, "attention");
  fs.rmSync(join(project, ".venv/bin/pip"));
  t.match(run(project, "status").out, /attention +the pip typed here .* -m ensurepip/);
  t.match(JSON.parse(run(project, "status", "--json").out), { marks: "e" });
});

t.test("what is gone of its Python, trusted or not", async (t) => {
  const { run, home } = makeCottage(t);
  const known = makeProject(join(home, "known"));
  const fresh = makeProject(join(home, "fresh"));
  run(known, "trust");
  for (const project of [known, fresh]) {
    const python = join(project, ".venv/bin/python");
    fs.rmSync(python);
    t.match(run(project, "status").out, /entered +no: \w+\/\.venv: its bin\/python is gone\. /);
    fs.symlinkSync("/nowhere/python3", python);
    t.match(run(project, "status").out, /its Python in \/usr\/bin is not on this machine, or not/);
  }
});

t.test("the daemon", async (t) => {
  const { run, home, path } = makeCottage(t);
  t.match(run(home, "status").out, /daemon +does not run; the next shell/);
  run(home, "daemon", "stop");
  t.match(
    run(home, "status").out,
    /daemon +was stopped by hand; to start it: pyguard daemon start/,
  );
  const [id = ""] = fs.readdirSync(join(path, "run/pyguard"));
  const place = join(path, "run/pyguard", id);
  fs.rmSync(join(place, "off"));
  fs.writeFileSync(join(place, "why"), "pyguard: Node.js was not found\n");
  t.match(run(home, "status").out, /daemon +did not start: Node.js was not found\n/);
});

t.test("where no daemon can run, the same reason as of `daemon status`", async (t) => {
  const { run, runWith, home, path } = makeCottage(t);
  const long = join(path, "x".repeat(90));
  const open = join(path, "open");
  fs.mkdirSync(long, { mode: 0o700 });
  fs.mkdirSync(join(open, "pyguard"), { recursive: true });
  fs.chmodSync(join(open, "pyguard"), 0o755);
  const rows: readonly (readonly [string, RegExp])[] = [
    ["rel", /^no daemon can run: XDG_RUNTIME_DIR=rel is not a directory of yours\n$/],
    [long, /^no daemon can run: .* is too long: /],
    [open, /^no daemon can run: .*\/open\/pyguard is open to others; run: chmod 700 /],
  ];
  for (const [XDG_RUNTIME_DIR, wanted] of rows) {
    const told = runWith({ XDG_RUNTIME_DIR }, home, "daemon", "status").err;
    t.match(told, /^pyguard: no daemon can run: /);
    const reason = told.slice("pyguard: ".length);
    t.match(reason, wanted);
    t.match(runWith({ XDG_RUNTIME_DIR }, home, "status").out, `daemon       ${reason}`);
  }
  t.match(run(home, "status").out, /daemon +does not run; the next shell/);
  t.strictSame(fs.readdirSync(join(path, "run")), [], "and makes nothing");
});

t.test("where no daemon can run, nothing is said to be entered soon", async (t) => {
  const { run, runWith, directory, path } = makeCottage(t);
  const project = makeProject(directory("p"));
  run(project, "trust");
  const runtime = join(path, "theirs");
  // Theirs, or open to them, with a directory of one's own in it.
  const base = join(runtime, "pyguard");
  run(project, "daemon", "stop");
  fs.cpSync(join(path, "run"), runtime, { recursive: true });
  fs.chmodSync(runtime, 0o700);
  fs.chmodSync(base, 0o777);
  const told = runWith({ XDG_RUNTIME_DIR: runtime }, project, "status").out;
  t.match(told, /entered +no: no daemon can run here; to see what to do: pyguard doctor\n/);
  t.match(
    told,
    /daemon +no daemon can run: .*\/theirs\/pyguard is open to others; run: chmod 700 /,
  );
  const without = { XDG_RUNTIME_DIR: runtime, PYGUARD_DAEMON: "0" };
  t.match(runWith(without, project, "status").out, /entered +no: it will be at the next prompt/);
  t.end();
});

t.test("docs/status.md names every field", async (t) => {
  const { run, home } = makeCottage(t);
  const text = fs.readFileSync(join(docs, "status.md"), "utf8");
  const told = [...text.matchAll(/^\| `(\w+)` +\|/gm)].map(([, name = ""]) => name);
  const said: unknown = JSON.parse(run(home, "status", "--json").out);
  t.same(told.toSorted(), Object.keys(said ?? {}).toSorted());
});
