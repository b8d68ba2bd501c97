// Pythons whose files leave open what they are: they are asked, and the guard goes by what they say.

import fs from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";
import t from "tap";
import { anyPython, makeVenv, writeProgram, writeText } from "../io/pip/pythons.ts";
import { makeMachine, type Machine } from "./pip-machine.ts";

const settledMs = 200;
const real = fs.realpathSync(anyPython());

function start(): Machine {
  const machine = makeMachine();
  t.teardown(machine.remove);
  return machine;
}

/** `python3.12`, or whichever it is. */
function findIn(directory: string): string {
  return fs.readdirSync(directory).find((name) => /^python3\.\d+$/.test(name)) ?? "";
}

/** A script in `~/bin` called python3, in front of everything. */
function wrap(machine: Machine, body: string, directory = machine.place("bin")) {
  writeProgram(join(directory, "python3"), `#!/bin/sh\n${body}\n`);
  const options = { path: `${directory}:/usr/bin:/bin`, directory: machine.place("app") };
  return (line: string, variables: Readonly<Record<string, string>> = {}) =>
    machine.type(line, { ...options, variables });
}

const install = "python3 -m pip install requests";

t.test("a script that runs a shared Python is that Python", async (t) => {
  const type = wrap(start(), `exec '${real}' "$@"`);
  const told = await type(install);
  t.equal(told.decision, "refuse");
  t.ok(told.lines.some((line) => line.includes(real)));
});

t.test("a script that runs an environment's Python is the environment", async (t) => {
  const machine = start();
  makeVenv(real, machine.place("envs/tool"), ["--without-pip"]);
  const type = wrap(machine, `exec '${machine.home}/envs/tool/bin/python' "$@"`);
  t.equal((await type(install)).decision, "allow");
});

t.test("a script that names its Python from HOME", async (t) => {
  const machine = start();
  fs.mkdirSync(join(machine.home, "opt"));
  fs.symlinkSync(dirname(dirname(real)), join(machine.home, "opt/py"));
  const name = findIn(join(machine.home, "opt/py/bin"));
  const type = wrap(machine, `exec "$HOME/opt/py/bin/${name}" "$@"`);
  t.equal((await type(install)).decision, "refuse");
});

t.test(
  "a script that takes whatever PATH has stays unknown, and is let go with a line",
  async (t) => {
    const type = wrap(start(), 'PATH=${PATH#*:} exec python3 "$@"');
    t.equal((await type(install)).decision, "advise");
  },
);

t.test("a script in a project is not asked", async (t) => {
  const machine = start();
  const canary = join(machine.home, "canary");
  const project = machine.place("proj/bin");
  writeText(join(machine.home, "proj/setup.py"), "");
  const type = wrap(machine, `touch '${canary}'; exec '${real}' "$@"`, project);
  t.equal((await type(install)).decision, "advise");
  t.notOk(fs.existsSync(canary));
});

t.test("one that does not answer is let go with a line, in time", async (t) => {
  const type = wrap(start(), "exec sleep 60");
  const begin = performance.now();
  t.equal((await type(install)).decision, "advise");
  t.ok(performance.now() - begin < 4000);
});

t.test("PYTHONHOME makes it another Python, which says itself where it is", async (t) => {
  const machine = start();
  const moved = join(machine.home, "moved");
  fs.mkdirSync(join(moved, "lib"), { recursive: true });
  const library = findIn(join(dirname(dirname(real)), "lib"));
  fs.symlinkSync(join(dirname(dirname(real)), "lib", library), join(moved, "lib", library));
  const python = `${machine.place("py")}/python3`;
  fs.symlinkSync(real, python);
  const told = await machine.type(install, {
    path: `${dirname(python)}:/usr/bin:/bin`,
    directory: machine.place("app"),
    variables: { PYTHONHOME: moved },
  });
  t.equal(told.decision, "refuse");
});

t.test("an interpreter whose library is nowhere near it says where it is", async (t) => {
  const machine = start();
  const python = machine.place("odd/bin");
  // It carries its own name, as programs that were put elsewhere do.
  writeProgram(join(python, "python3"), `#!/bin/bash\nexec -a "$0" '${real}' "$@"\n`);
  const told = await machine.type(install, {
    path: `${python}:/usr/bin:/bin`,
    directory: machine.place("app"),
  });
  t.equal(told.decision, "refuse");
});

t.test("what is known is not asked again", async (t) => {
  const machine = start();
  const runs = join(machine.home, "runs");
  const odd = machine.place("odd/bin");
  const body = `echo >>'${runs}'\nexec -a "$0" '${real}' "$@"`;
  writeProgram(join(odd, "python3"), `#!/bin/bash\n${body}\n`);
  const typed = { path: `${odd}:/usr/bin:/bin`, directory: machine.place("app") };
  const type = () => machine.type(install, typed);
  // What changed a moment ago is not kept.
  await pass(settledMs);
  t.equal((await type()).decision, "refuse");
  const once = fs.readFileSync(runs, "utf8");
  for (let again = 0; again < 5; again += 1) {
    t.equal((await type()).decision, "refuse");
  }
  t.equal(fs.readFileSync(runs, "utf8"), once);
});
