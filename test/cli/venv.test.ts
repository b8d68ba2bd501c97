// `pyguard venv`: an environment or nothing, never half of one, and nothing of the user's is touched.

import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { parseVenvArguments } from "../../cli/venv/parse-arguments.ts";
import { makeProject } from "../daemon/service/house.ts";
import { makeCottage } from "./cottage.ts";
import { installPython, run } from "./fake-python.ts";

t.test("makes .venv, ignored by git, trusted, and says what would come next", (t) => {
  const cottage = makeCottage(t);
  installPython(cottage, "python3");
  const project = cottage.directory("p");
  fs.writeFileSync(join(project, "requirements.txt"), "requests\n");
  const made = run(cottage, project);
  t.equal(made.status, 0);
  t.match(made.err, /^pyguard: making \.venv with Python 3\.12\.1 \(.*\/bin\/python3\) \.\.\.\n$/);
  t.equal(
    made.out,
    "made .venv; it is entered at the next prompt\n  what would come next: pip install -r requirements.txt\n",
  );
  t.equal(fs.readFileSync(join(project, ".venv/.gitignore"), "utf8"), "*\n");
  t.match(fs.readFileSync(join(cottage.path, "ran"), "utf8"), `-I -m venv ${project}/.venv\n`);
  t.match(cottage.run(project, "trusted").out, /made by pyguard venv/);
  t.match(run(cottage, project), {
    status: 0,
    err: "pyguard: .venv is there already; nothing was changed\n",
  });
  t.end();
});

t.test("what would come next is done by a tool that is here", (t) => {
  const cottage = makeCottage(t);
  const bin = installPython(cottage, "python3");
  const project = cottage.directory("p");
  fs.writeFileSync(join(project, "pyproject.toml"), "[project]\nname = 'p'\n");
  fs.writeFileSync(join(project, "uv.lock"), "");
  const next = (): string => /next: (.*)\n/.exec(run(cottage, project, "--clear").out)?.[1] ?? "";
  t.equal(next(), "pip install -e .");
  fs.writeFileSync(join(bin, "uv"), "#!/bin/sh\n", { mode: 0o755 });
  t.equal(next(), "uv sync");
  t.end();
});

t.test("says why it will not be entered, where it will not", (t) => {
  const cottage = makeCottage(t);
  const bin = installPython(cottage, "python3");
  const conda = cottage.directory("conda/envs/sci");
  const rows = [
    [
      { CONDA_PREFIX: conda },
      /^made \.venv; it is not entered: another .* by hand, and that wins\n$/,
    ],
    [{ PYGUARD: "off" }, /^made \.venv; it is not entered: PYGUARD=off is set/],
  ] as const;
  for (const [index, [variables, said]] of rows.entries()) {
    const around = { PATH: bin, ...variables };
    const made = cottage.runWith(around, cottage.directory(`p${index}`), "venv");
    t.match(made, { status: 0, out: said });
  }
  t.end();
});

t.test("a Python that needs the libraries of a module", (t) => {
  const cottage = makeCottage(t);
  const bin = installPython(cottage, "python3", { version: "3.13.2", needsLibraries: true });
  installPython(cottage, "python3.12");
  const made = (place: string, variables: Readonly<Record<string, string>>) =>
    cottage.runWith({ PATH: bin, ...variables }, cottage.directory(place), "venv");
  t.match(made("with", { LD_LIBRARY_PATH: bin }).err, /making \.venv with Python 3\.13\.2 \(/);
  t.match(
    made("without", {}).err,
    /with Python 3\.12\.1 \(.*\): .*\/python3 is not taken: .*libpython: no such file/,
    "one that is passed over is named",
  );
  const open = cottage.directory("open");
  fs.chmodSync(open, 0o777);
  t.match(made("unsafe", { LD_LIBRARY_PATH: open }).err, /making \.venv with Python 3\.12\.1 /);
  t.end();
});

t.test("fails whole: nothing half-made is left", (t) => {
  const cottage = makeCottage(t);
  installPython(cottage, "python3", { fails: true });
  const project = cottage.directory("p");
  t.match(run(cottage, project), {
    status: 1,
    err: /\.venv was not made, and nothing was left: Error: no space left\n$/,
  });
  t.same(fs.readdirSync(project), []);
  makeProject(project);
  t.match(run(cottage, project, "--clear"), {
    status: 1,
    err: /\.venv may be half made now: Error: no space left; to make it anew: rm -r \.venv && pyguard venv \.venv\n$/,
  });
  t.same(fs.readdirSync(project), [".venv"]);
  t.end();
});

t.test("what is there stays as it is", (t) => {
  const cottage = makeCottage(t);
  installPython(cottage, "python3");
  const unknown = makeProject(join(cottage.home, "unknown"));
  t.match(run(cottage, unknown), { status: 1, err: /not trusted; if it is yours: pyguard trust/ });
  const file = cottage.directory("file");
  fs.writeFileSync(join(file, ".venv"), "/opt/env\n");
  t.match(run(cottage, file), { status: 1, err: /\.venv is a file that names \/opt\/env/ });
  t.equal(fs.readFileSync(join(file, ".venv"), "utf8"), "/opt/env\n");
  const half = cottage.directory("half");
  fs.mkdirSync(join(half, ".venv"));
  t.match(run(cottage, half), {
    status: 1,
    err: /a directory \.venv that is no environment; .*: mv \.venv \.venv\.old && pyguard venv\n$/,
  });
  const broken = makeProject(join(cottage.home, "broken"), { python: "/nowhere" });
  t.match(run(cottage, broken), { status: 1, err: /its Python is gone/ });
  t.equal(fs.existsSync(join(cottage.path, "ran")), false);
  t.end();
});

t.test("under another name, too, and the advised line names nothing else", (t) => {
  const cottage = makeCottage(t);
  installPython(cottage, "python3");
  const project = cottage.directory("p");
  const taking = /; to take it for this project: pyguard use 'my env'\n$/;
  t.match(run(cottage, project, "my env"), { status: 0, out: taking });
  t.match(run(cottage, project, "my env"), { status: 1, err: taking }, "it is an environment");
  t.match(cottage.run(project, "use", "my env"), { status: 0 });
  t.match(cottage.run(project, "use", "--none"), { status: 0 });
  t.equal(run(cottage, project).status, 0);
  t.match(run(cottage, project, "my env"), { status: 1, err: taking }, "beside .venv");
  fs.mkdirSync(join(project, "my src"));
  t.match(run(cottage, project, "my src"), {
    status: 1,
    err: "pyguard: my src is a directory that is no environment; to make one in it: cd 'my src' && pyguard venv\n",
  });
  fs.writeFileSync(join(project, "my file"), "");
  t.match(run(cottage, project, "my file", "--python", ">=3.9"), {
    status: 1,
    err: /: mv 'my file' 'my file\.old' && pyguard venv --python '>=3\.9' 'my file'\n$/,
  });
  t.end();
});

t.test("never where it would not be entered", (t) => {
  const cottage = makeCottage(t);
  installPython(cottage, "python3");
  const elsewhere = { status: 1, err: /^pyguard: .*mkdir -p ~\/my-project && cd/ };
  t.match(run(cottage, cottage.home), elsewhere);
  fs.mkdirSync(join(cottage.home, ".venv"));
  t.match(run(cottage, cottage.home), elsewhere, "and nothing is deleted for it");
  t.match(run(cottage, cottage.directory("a:b")), { status: 1, err: /rename the directory/ });
  const open = cottage.directory("open");
  fs.chmodSync(open, 0o777);
  t.match(run(cottage, open), { status: 1, err: /others can write there/ });
  t.equal(fs.existsSync(join(cottage.path, "ran")), false);
  t.end();
});

// Modes do not keep root out; a mount of its own does.
const isRoot = process.geteuid?.() === 0;
const unshare = "unshare -m --propagation private";
const canSeal = !isRoot || spawnSync("/bin/sh", ["-c", `${unshare} /bin/true`]).status === 0;
const sealing = { skip: canSeal ? false : "needs a mount of its own" };

t.test("where nothing can be written, the line says where it can be made", sealing, (t) => {
  const cottage = makeCottage(t);
  const bin = installPython(cottage, "python3");
  const closed = cottage.directory("closed");
  fs.chmodSync(closed, 0o555);
  const covered = `mount --bind "$PWD" "$PWD" && mount -o remount,ro,bind "$PWD" && cd "$PWD" && exec "$@"`;
  const script = `PATH=${bin}:$PATH; exec ${isRoot ? `${unshare} /bin/sh -c '${covered}' sh` : ""} "$@"`;
  t.match(cottage.runIn(script, closed, "venv"), {
    status: 1,
    err: `pyguard: no environment can be made in ${closed}: nothing can be written there: mkdir -p ~/my-project && cd ~/my-project && pyguard venv\n`,
  });
  t.equal(fs.existsSync(join(cottage.path, "ran")), false, "no Python was run for it");
  t.end();
});

t.test("one that may not be changed is left, with what makes another", sealing, (t) => {
  const cottage = makeCottage(t);
  const bin = installPython(cottage, "python3");
  const closed = cottage.directory("p/.venv");
  fs.chmodSync(closed, 0o555);
  const covered = `mount --bind "$PWD/.venv" "$PWD/.venv" && mount -o remount,ro,bind "$PWD/.venv" && exec "$@"`;
  const script = `PATH=${bin}:$PATH; exec ${isRoot ? `${unshare} /bin/sh -c '${covered}' sh` : ""} "$@"`;
  t.match(cottage.runIn(script, join(closed, ".."), "venv", "--clear"), {
    status: 1,
    err: "pyguard: nothing can be written in .venv; to make one of your own in its place: mv .venv .venv.old && pyguard venv --clear\n",
  });
  t.equal(fs.existsSync(join(cottage.path, "ran")), false, "no Python was run for it");
  t.end();
});

t.test("no ensurepip is told before anything is made", (t) => {
  const cottage = makeCottage(t);
  installPython(cottage, "python3", { hasEnsurepip: false });
  const project = cottage.directory("p");
  t.match(run(cottage, project), {
    status: 1,
    err: /has no ensurepip|sudo apt install python3\.12-venv/,
  });
  t.same(fs.readdirSync(project), []);
  t.equal(run(cottage, project, "--without-pip").status, 0);
  t.end();
});

t.test("no Python at all", (t) => {
  const cottage = makeCottage(t);
  t.match(run(cottage, cottage.directory("p")), {
    status: 1,
    err: /^pyguard: there is no python3 on PATH/,
  });
  t.end();
});

t.test("nothing in the project is run or imported", (t) => {
  const cottage = makeCottage(t);
  const project = cottage.directory("p");
  const canary = join(cottage.path, "canary");
  for (const name of ["python3", "python"]) {
    fs.writeFileSync(join(project, name), `#!/bin/sh\ntouch ${canary}\n`, { mode: 0o755 });
  }
  fs.writeFileSync(join(project, "venv.py"), `open(${JSON.stringify(canary)}, "w")\n`);
  const PATH = ":.:./bin:/usr/bin:/bin";
  const made = cottage.runWith({ PATH, PYTHONPATH: "." }, project, "venv", "--without-pip");
  t.equal(fs.existsSync(canary), false);
  t.ok(made.status === 0 || /python3/.test(made.err), made.err);
  t.end();
});

t.test("words and options", (t) => {
  const rows: readonly (readonly [readonly string[], unknown])[] = [
    [[], { python: "", name: ".venv", options: [] }],
    [["env"], { python: "", name: "env", options: [] }],
    [["--python", "3.12"], { python: "3.12", name: ".venv", options: [] }],
    [["-p", "3.12", ".venv/"], { python: "3.12", name: ".venv", options: [] }],
    [["--python=pypy3", "x"], { python: "pypy3", name: "x", options: [] }],
    [
      ["--prompt", "my app", "--copies", "x"],
      { python: "", name: "x", options: ["--prompt", "my app", "--copies"] },
    ],
    [["--python"], "--python wants a version, a command or a path"],
    [["a", "b"], "one environment at a time: a or b"],
    [["../x"], "'../x' is no name for an environment in this directory"],
    [[".."], "'..' is no name for an environment in this directory"],
  ];
  for (const [words, expected] of rows) {
    t.same(parseVenvArguments(words), expected, words.join(" "));
  }
  t.end();
});
