// Which Python `pyguard venv` takes, and what it says about that.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { makeCottage } from "./cottage.ts";
import { installPython, run, writePython, type Fake } from "./fake-python.ts";

t.test("the Python that the project wants", (t) => {
  const cottage = makeCottage(t);
  installPython(cottage, "python3", { version: "3.9.2" });
  const project = cottage.directory("p");
  const says = (file: string, text: string): void => fs.writeFileSync(join(project, file), text);
  says("pyproject.toml", '[project]\nname = "p"\nrequires-python = ">=3.11"\n');
  t.match(run(cottage, project), {
    status: 1,
    err: /^pyguard: pyproject\.toml wants Python >=3\.11, and here are only 3\.9\.2; /,
  });
  installPython(cottage, "python3.11", { version: "3.11.4" });
  installPython(cottage, "python3.13", { version: "3.13.0" });
  t.match(run(cottage, project), {
    status: 0,
    err: /with Python 3\.13\.0 .*: pyproject\.toml wants >=3\.11 \.\.\./,
    out: /pip install -e \./,
  });
  const again = (...words: readonly string[]) => run(cottage, project, "--clear", ...words);
  t.match(again("--python", "3.11").err, /with Python 3\.11\.4 .*: you asked for 3\.11 /);
  says(".python-version", "# ours\n3.11\n");
  t.match(again().err, /with Python 3\.11\.4 .*: \.python-version says 3\.11 /);
  says(".python-version", "3.11.9\n");
  t.match(again().err, /with Python 3\.11\.4 .*says 3\.11\.9, and this is the nearest here/);
  says(".python-version", "3.9\n");
  t.match(again(), {
    status: 1,
    err: /\.python-version says 3\.9, pyproject\.toml wants Python >=3\.11, and here are only 3\.9\.2, 3\.13\.0, 3\.11\.4/,
  });
  says(".python-version", "my-own-name\n");
  t.match(again().err, /with Python 3\.13\.0/);
  t.match(again("--python", "3.7"), {
    status: 1,
    err: /^pyguard: you asked for 3\.7, and here are only /,
  });
  t.match(again("--python", join(cottage.path, "bin/python3")).err, /3\.9\.2/);
  t.match(again("--python", "python3.11").err, /3\.11\.4/);
  t.match(again("--python", "nothing"), {
    status: 1,
    err: /^pyguard: nothing is not taken: there is no such command\n$/,
  });
  t.match(again("--python", ">=3.10,<3.12").err, /3\.11\.4 .*: you asked for >=3\.10,<3\.12 /);
  t.match(again("--python", ">=3.99"), {
    status: 1,
    err: /^pyguard: you asked for >=3\.99, and here are only 3\.9\.2, 3\.13\.0, 3\.11\.4; /,
  });
  t.end();
});

t.test("what is there already has to be what was asked for", (t) => {
  const cottage = makeCottage(t);
  installPython(cottage, "python3");
  installPython(cottage, "python3.11", { version: "3.11.4" });
  fs.writeFileSync(join(cottage.path, "bin/no-python"), "#!/bin/sh\necho no >&2; exit 2\n", {
    mode: 0o755,
  });
  const project = cottage.directory("p");
  t.equal(run(cottage, project, "--python", "3.12").status, 0);
  const made = fs.readFileSync(join(cottage.path, "ran"), "utf8");
  const fits = ["3.12", "3.12.1", "3", ">=3.10", "python3", join(cottage.path, "bin/python3")];
  for (const python of fits) {
    t.same(
      run(cottage, project, "--python", python),
      { status: 0, out: "", err: "pyguard: .venv is there already; nothing was changed\n" },
      python,
    );
  }
  const others: readonly (readonly [python: string, typed: string])[] = [
    ["99", "99"],
    ["3.11", "3.11"],
    ["3.12.4", "3.12.4"],
    ["pypy3.12", "pypy3.12"],
    ["<3.12", "'<3.12'"],
    ["python3.11", "python3.11"],
  ];
  for (const [python, typed] of others) {
    const around = { PATH: join(cottage.path, "bin"), SHELL: "/bin/bash" };
    t.same(
      cottage.runWith(around, project, "venv", "--python", python),
      {
        status: 1,
        out: "",
        err: `pyguard: .venv is there already with Python 3.12.1, and you asked for ${python}; to make it anew: pyguard venv --clear --python ${typed}\n`,
      },
      python,
    );
  }
  t.match(run(cottage, project, "--python", "nothing"), {
    status: 1,
    err: /^pyguard: nothing is not taken: there is no such command\n$/,
  });
  t.match(run(cottage, project, "--python", "no-python"), {
    status: 1,
    err: /^pyguard: no-python is not taken: /,
  });
  t.equal(fs.readFileSync(join(cottage.path, "ran"), "utf8"), made, "nothing was made");
  t.end();
});

t.test("a program that is no Python is called that, and what it was asked is not told", (t) => {
  const cottage = makeCottage(t);
  const tool = join(cottage.home, "tool");
  const bodies = [`echo "no file '$3'" >&2; exit 2`, 'exec ls "$@"'];
  for (const body of bodies) {
    fs.writeFileSync(tool, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
    const { status, err } = run(cottage, cottage.directory("p"), "--python", tool);
    t.equal(status, 1);
    t.equal(err, `pyguard: ${tool} is not taken: it does not answer as a Python does\n`, body);
  }
  t.end();
});

t.test("a .python-version above the project counts, one in the home directory does not", (t) => {
  const cottage = makeCottage(t);
  installPython(cottage, "python3");
  installPython(cottage, "python3.11", { version: "3.11.4" });
  const project = cottage.directory("all/p");
  fs.writeFileSync(join(cottage.home, ".python-version"), "3.9\n");
  t.match(run(cottage, project).err, /with Python 3\.12\.1 \(/);
  fs.writeFileSync(join(cottage.home, "all/.python-version"), "3.11\n");
  t.match(run(cottage, project, "--clear").err, /with Python 3\.11\.4 .*says 3\.11/);
  t.end();
});

t.test("Pythons that are not on PATH: pyenv's, uv's, conda's; their names tell most", (t) => {
  const cottage = makeCottage(t);
  installPython(cottage, "python3", { version: "3.9.2" });
  const keep = (path: string, fake: Fake): void =>
    writePython(join(cottage.home, path), cottage.path, fake);
  keep(".pyenv/versions/3.12.1/bin/python3", {});
  keep(".pyenv/versions/3.8.18/bin/python3", { version: "3.8.18" });
  keep(".pyenv/versions/pypy3.10-7.3/bin/python3", {
    version: "3.10.13",
    implementation: "pypy",
  });
  keep(".local/share/uv/python/cpython-3.13.1-linux-x86_64-gnu/bin/python3", { version: "3.13.1" });
  keep("miniforge3/bin/python", { version: "3.14.0" });
  const project = cottage.directory("p");
  const take = (which: string) => run(cottage, project, "--clear", "--python", which);
  t.match(take("3.12").err, /with Python 3\.12\.1 \(.*pyenv/);
  t.match(take("3.13").err, /with Python 3\.13\.1 \(.*uv/);
  t.match(take("3.14").err, /with Python 3\.14\.0 \(.*miniforge3/);
  t.match(take("pypy3.10").err, /with pypy 3\.10\.13 \(/);
  const asked = fs.readFileSync(join(cottage.path, "asked"), "utf8");
  t.notMatch(asked, /3\.8\.18/, "and what cannot fit is not run");
  t.end();
});

t.test("one that cannot make environments is passed over, and that is said", (t) => {
  const cottage = makeCottage(t);
  installPython(cottage, "python3", { hasEnsurepip: false });
  installPython(cottage, "python3.11", { version: "3.11.4" });
  const made = run(cottage, cottage.directory("p"));
  t.match(made, {
    status: 0,
    err: /with Python 3\.11\.4 .*bin\/python3 cannot make environments \.\.\./,
  });
  t.end();
});

t.test("the only one does not work", (t) => {
  const cottage = makeCottage(t);
  const file = join(installPython(cottage, "python3"), "python3");
  fs.writeFileSync(file, "#!/nowhere/python\n");
  const why = `${file} is not taken: it cannot be started: the program that runs it is not there`;
  t.match(run(cottage, cottage.directory("p")), {
    status: 1,
    err: `pyguard: ${why}; install one, or name one: pyguard venv --python WHICH\n`,
  });
  t.match(run(cottage, cottage.directory("p"), "--python", "3.12").err, `3.12, and ${why}; `);
  t.end();
});

t.test("an interpreter is asked once, and never again", (t) => {
  const cottage = makeCottage(t);
  installPython(cottage, "python3");
  const asked = (): number =>
    fs.readFileSync(join(cottage.path, "asked"), "utf8").split("\n").length - 1;
  run(cottage, cottage.directory("one"));
  t.equal(asked(), 2, "once to learn about it, once to make the environment");
  run(cottage, cottage.directory("two"));
  t.equal(asked(), 3);
  t.end();
});

t.test("the Python of an environment that is active makes no other", (t) => {
  const cottage = makeCottage(t);
  const bin = installPython(cottage, "python3");
  const project = cottage.directory("other");
  writePython(join(project, ".venv/bin/python3"), cottage.path, { version: "3.8.1" });
  fs.writeFileSync(join(project, ".venv/pyvenv.cfg"), "home = /usr/bin\nversion = 3.8.1\n");
  const PATH = `${join(project, ".venv/bin")}:${bin}`;
  const made = cottage.runWith(
    { PATH, VIRTUAL_ENV: `${project}/.venv` },
    cottage.directory("p"),
    "venv",
  );
  t.match(made.err, /with Python 3\.12\.1/);
  t.notMatch(fs.readFileSync(join(cottage.path, "asked"), "utf8"), /other/);
  t.end();
});

t.test("one that others may change is not taken, even when it is named", (t) => {
  const cottage = makeCottage(t);
  const bin = installPython(cottage, "python3");
  fs.chmodSync(join(bin, "python3"), 0o777);
  const project = cottage.directory("p");
  t.match(run(cottage, project), { status: 1 });
  t.match(run(cottage, project, "--python", join(bin, "python3")), {
    status: 1,
    err: /is not taken: .*can be written by others/,
  });
  t.end();
});
