// One pip command, from the question to the words, with real Pythons and real files.

import { chownSync, cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { writeProgram, writeText } from "../io/pip/pythons.ts";
import { makeMachine, type Machine } from "./pip-machine.ts";
import { isDebian, makeEnvironment, makeShared, pasteOf } from "./pip-places.ts";

function start(changes?: Parameters<typeof makeMachine>[0]): Machine {
  const machine = makeMachine(changes);
  t.teardown(machine.remove);
  return machine;
}

t.test(
  "a marked Python: its distributor's words first and whole, once in a login",
  { skip: !isDebian },
  async (t) => {
    const machine = start();
    const first = await machine.type("pip install requests", { directory: machine.place("app") });
    t.equal(first.decision, "refuse");
    t.match(first.lines[0], "To install Python packages system-wide, try apt install python3-xyz");
    t.ok(first.lines.join("\n").includes("README.venv"), "to its last line");
    t.ok(first.lines.length <= 10, "in ten lines with ours");
    t.equal(pasteOf(first.lines), "pyguard venv && pip install requests");
    const second = await machine.type("pip install requests", {
      directory: machine.place("app"),
      shell: "fish",
    });
    t.match(second.lines[0], /^pyguard: nothing was installed/);
    t.ok(
      second.lines.some((line) => /own words:  .*EXTERNALLY-MANAGED$/.test(line)),
      "then where to read them",
    );
    t.ok(
      second.lines.some((line) => line.includes("activate.fish")),
      "in the shell's words",
    );
  },
);

t.test("a shared Python", async (t) => {
  const machine = start();
  const path = makeShared(join(machine.root, "shared"));
  const ask = (line: string, directory: string) =>
    machine.type(line, { path: `${path}:/usr/bin:/bin`, directory });
  const told = await ask("pip install requests", machine.place("app"));
  t.equal(told.decision, "refuse");
  t.match(told.lines[1], `This pip writes to  ${path}/python3.12 (shared by every project)`);
  t.equal(
    pasteOf((await ask("pip install requests", machine.home)).lines),
    "mkdir -p ~/my-project && cd ~/my-project && pyguard venv && pip install requests",
  );
  t.equal((await ask("pip install --target vendor x", machine.place("app"))).decision, "allow");
  t.equal((await ask("pip list", machine.place("app"))).decision, "allow");
  t.match(await ask("pip uninstall -y x", machine.place("app")), {
    decision: "refuse",
    lines: [/^pyguard: nothing was removed/],
  });
  await machine.trustPrefix(join(machine.root, "shared"));
  t.equal(
    (await ask("pip install requests", machine.place("app"))).decision,
    "allow",
    "after pyguard trust --prefix",
  );
});

t.test(
  "root is not told to trust what it never enters",
  { skip: process.getuid?.() !== 0 },
  async (t) => {
    const machine = start({ isRoot: true });
    const project = machine.place("app");
    makeEnvironment(join(project, ".venv"));
    chownSync(join(project, ".venv"), 54_321, 54_321);
    const path = `${makeShared(join(machine.root, "shared"))}:/usr/bin:/bin`;
    const told = await machine.type("pip install x", { directory: project, path });
    t.match(pasteOf(told.lines), /^mkdir -p ~\/my-project && cd ~\/my-project && pyguard venv && /);
  },
);

t.test("a project's environment that is trusted is entered first", async (t) => {
  const machine = start();
  const project = machine.place("app");
  makeEnvironment(join(project, ".venv"));
  const other = makeShared(join(machine.root, "shared"));
  const typed = { directory: project, path: `${other}:/usr/bin:/bin` };
  const before = await machine.type("pip install x", typed);
  t.match(before, { state: "out", decision: "refuse" });
  t.equal(pasteOf(before.lines), "pyguard trust && pip install x");
  await machine.trust(project);
  t.match(await machine.type("pip install x", typed), {
    state: "in",
    decision: "allow",
    lines: [""],
    marks: "",
  });
  t.match(await machine.type("python3 -m pip install x", typed), {
    state: "in",
    decision: "allow",
  });
  const aimed = await machine.type(`pip --python ${other}/python3 install x`, typed);
  t.match(aimed, { state: "in", decision: "refuse" }, "--python leads elsewhere");
});

t.test("an active environment without pip", async (t) => {
  const machine = start();
  const project = machine.place("app");
  makeEnvironment(join(project, ".venv"), false);
  await machine.trust(project);
  const other = makeShared(join(machine.root, "shared"));
  const told = await machine.type("pip install x", { directory: project, path: other });
  t.match(told, { state: "in", decision: "refuse", marks: "e" });
  t.match(
    told.lines[0],
    `Your active environment ${project}/.venv has no pip; this one belongs to ${other}/python3.12.`,
  );
  t.equal(pasteOf(told.lines), "python -m ensurepip --default-pip && python -m pip install x");
  const alone = await machine.type("pip install x", { directory: project, path: "/nowhere" });
  t.match(
    alone,
    { decision: "advise", lines: [/no pip yet.*python -m ensurepip --default-pip/] },
    "and no other pip",
  );
});

t.test("with PYGUARD_ROUTE=auto a trusted environment takes it", async (t) => {
  const machine = start();
  const project = machine.place("app");
  makeEnvironment(join(project, ".venv"), false);
  const other = makeShared(join(machine.root, "shared"));
  const typed = { directory: project, path: other, variables: { PYGUARD_ROUTE: "auto" } };
  t.equal(
    (await machine.type("pip install x", typed)).decision,
    "refuse",
    "not before it is trusted",
  );
  await machine.trust(project);
  const argv = ["pip", "--python", join(project, ".venv"), "install", "x"];
  t.match(await machine.type("pip install x", typed), { decision: "route", argv, lines: [""] });
  t.equal((await machine.type("pip install --target y x", typed)).decision, "allow");
  const aimed = await machine.type("pip --python .venv install x", { ...typed, variables: {} });
  t.match(aimed, { decision: "allow" }, "the same, typed");
  const lost = await machine.type("pip --python nowhere install x", typed);
  t.match(lost, { decision: "allow" }, "pip itself complains");
});

t.test("an environment that was activated by hand", async (t) => {
  const machine = start();
  const own = makeEnvironment(join(machine.root, "own"));
  const typed = {
    directory: machine.place("app"),
    virtualEnv: own,
    path: `${own}/bin:/usr/bin:/bin`,
  };
  t.match(await machine.type("pip install x", typed), {
    state: "keep",
    decision: "allow",
    lines: [""],
  });
  cpSync(own, join(machine.root, "copy"), { recursive: true, verbatimSymlinks: true });
  const copy = join(machine.root, "copy");
  const copied = await machine.type("pip install x", {
    ...typed,
    virtualEnv: copy,
    path: `${copy}/bin`,
  });
  t.match(copied, {
    decision: "advise",
    marks: "e",
    lines: [`pyguard: this pip writes to ${own}, not to the active ${copy}.`],
  });
  rmSync(join(own, "pyvenv.cfg"));
  const broken = await machine.type("pip install x", typed);
  t.not(broken.decision, "allow", "one that lost its pyvenv.cfg is the Python behind it");
});

t.test("conda", async (t) => {
  const machine = start();
  const root = join(machine.root, "conda");
  const path = makeShared(root);
  writeText(join(root, "conda-meta/history"), "");
  writeProgram(join(root, "condabin/conda"), "#!/bin/sh\n");
  const sci = makeShared(join(root, "envs/sci"));
  writeText(join(root, "envs/sci/conda-meta/history"), "");
  const directory = machine.place("app");
  const here = { directory, path: `${path}:${root}/condabin` };
  const isSetUp = { ...here, variables: { CONDA_SHLVL: "0" } };
  const base = await machine.type("pip install x", isSetUp);
  t.equal(base.decision, "refuse");
  t.equal(
    pasteOf(base.lines),
    "conda create -n app python pip && conda activate app && pip install x",
  );
  t.ok(base.lines.some((line) => line.endsWith(`pyguard trust --prefix ${root}`)));
  const program = await machine.type("pip install x", here);
  t.equal(pasteOf(program.lines), "pyguard venv && pip install x", "a program changes no shell");
  writeText(join(root, "envs/app/conda-meta/history"), "");
  const again = await machine.type("pip install x", isSetUp);
  t.equal(pasteOf(again.lines), "conda activate app && pip install x", "it was made before");
  const project = machine.place("project");
  makeEnvironment(join(project, ".venv"), false);
  await machine.trust(project);
  const over = { ...isSetUp, directory: project, condaPrefix: root };
  const within = await machine.type("pip install x", over);
  t.equal(pasteOf(within.lines), "python -m ensurepip --default-pip && python -m pip install x");
  t.match(await machine.type("pip install x", { directory, path: sci }), { decision: "allow" });
  const user = await machine.type("pip install --user x", { directory, path: sci });
  t.equal(user.decision, "refuse");
  t.equal(pasteOf(user.lines), "pip install x");
  writeFileSync(
    join(root, "envs/sci/conda-meta/frozen"),
    '{"message": "Ask\\n the \\u001b[1mlab."}',
  );
  const frozen = await machine.type("pip install x", { directory, path: sci });
  t.match(frozen, { decision: "refuse", lines: [/This environment is frozen: Ask the .*lab\.$/] });
  t.notMatch(frozen.lines.join("\n"), "\u001b");
  const fromSci = { ...isSetUp, path: `${sci}:${root}/condabin` };
  const beside = await machine.type("pip install x", fromSci);
  t.equal(pasteOf(beside.lines), "conda activate app && pip install x", "made anew it is removed");
  const itself = await machine.type("pip install x", {
    ...fromSci,
    directory: machine.place("sci"),
  });
  t.match(pasteOf(itself.lines), /^conda create -n sci-2 /, "made anew it is removed");
  for (const silent of ["", "{}", '{"message": ""}', '{"message": 1}', "[", "null"]) {
    writeFileSync(join(root, "envs/sci/conda-meta/frozen"), silent);
    const { decision, lines } = await machine.type("pip install x", { directory, path: sci });
    t.equal(decision, "refuse", silent);
    t.match(lines[0], /Packages go into a project's own environment/, silent);
  }
});

t.test("pip's own configuration files count", async (t) => {
  const machine = start();
  const path = makeShared(join(machine.root, "conda"));
  writeText(join(machine.root, "conda/conda-meta/history"), "");
  const ask = (line: string, variables = {}) =>
    machine.type(line, { directory: machine.place("app"), path, variables });
  writeText(join(machine.home, ".config/pip/pip.conf"), "[install]\nuser = true\n");
  const told = await ask("pip install x");
  t.equal(told.decision, "refuse");
  t.equal(pasteOf(told.lines), "pip install --no-user x");
  t.equal((await ask("pip install --no-user x")).decision, "allow");
  t.equal((await ask("pip install x", { PIP_CONFIG_FILE: "/dev/null" })).decision, "allow");
  writeText(join(machine.root, "other.conf"), "[global]\n");
  t.equal(
    (await ask("pip install x", { PIP_CONFIG_FILE: join(machine.root, "other.conf") })).decision,
    "allow",
  );
  writeText(join(machine.root, "conda/pip.conf"), "[global]\nuser = yes\n");
  t.equal(
    (await ask("pip --isolated install x")).decision,
    "refuse",
    "the prefix's own file stays",
  );
});
