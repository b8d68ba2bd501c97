// A pip command in an environment that is entered, and is not what runs: hidden on PATH, moved, copied.

import { cpSync, realpathSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import t from "tap";
import { anyPython, writeProgram, writeText } from "../io/pip/pythons.ts";
import { makeMachine, type Machine } from "./pip-machine.ts";
import { makeEnvironment, makeShared, pasteOf } from "./pip-places.ts";

function start(changes?: Parameters<typeof makeMachine>[0]): Machine {
  const machine = makeMachine(changes);
  t.teardown(machine.remove);
  return machine;
}

/** An environment that does not know where it is any more. */
function makeMoved(machine: Machine): { readonly project: string; readonly moved: string } {
  const project = machine.place("app");
  makeEnvironment(join(project, ".venv"));
  const moved = join(project, "moved");
  renameSync(join(project, ".venv"), moved);
  return { project, moved };
}

t.test("what was put in front of an entered environment since is what runs", async (t) => {
  const machine = start();
  const project = machine.place("app");
  const own = makeEnvironment(join(project, ".venv"));
  await machine.trust(project);
  const module = makeShared(join(machine.root, "module"));
  const entered = { directory: project, virtualEnv: own, active: own };
  const told = await machine.type("pip install x", {
    ...entered,
    path: `${module}:${own}/bin:/usr/bin:/bin`,
  });
  t.match(told, { state: "in", decision: "refuse" });
  t.match(told.lines[0], `this one belongs to ${module}/python3.12`);
  t.equal(pasteOf(told.lines), `${own}/bin/python -m pip install x`, "python is another's, too");
  const path = `${own}/bin:${module}:/usr/bin:/bin`;
  t.match(await machine.type("pip install x", { ...entered, path }), { decision: "allow" });
  t.match(
    await machine.type("pip install x", { ...entered, path: `${module}:/usr/bin:/bin` }),
    { decision: "refuse" },
    "nor does it where PATH was set anew",
  );
});

t.test("what is sent out of an entered environment goes into it as it is told", async (t) => {
  const machine = start();
  const project = machine.place("app");
  const own = makeEnvironment(join(project, ".venv"));
  await machine.trust(project);
  const entered = { directory: project, virtualEnv: own, active: own, path: `${own}/bin` };
  const base = dirname(dirname(realpathSync(anyPython())));
  const told = await machine.type(`pip install --prefix ${base} x`, entered);
  t.match(told, { state: "in", decision: "refuse" });
  t.ok(told.lines.includes("  Into the environment that you are in:"));
  t.equal(pasteOf(told.lines), "pip install x");
});

t.test("a pip that was moved and does not start is told how it does", async (t) => {
  const machine = start();
  const project = machine.place("app");
  makeEnvironment(join(project, ".venv"));
  cpSync(join(project, ".venv"), join(project, "moved"), {
    recursive: true,
    verbatimSymlinks: true,
  });
  rmSync(join(project, ".venv"), { recursive: true });
  const moved = join(project, "moved");
  t.match(
    await machine.type("pip install x", {
      directory: project,
      virtualEnv: moved,
      path: `${moved}/bin`,
    }),
    {
      decision: "advise",
      lines: [
        `pyguard: this pip does not start: it was made for ${project}/.venv/bin/python3, which is not there. An environment that was moved has to be made anew. What works meanwhile: python -m pip install x`,
      ],
    },
  );
});

t.test("of one that is gone under an activated shell it is said so", async (t) => {
  const machine = start();
  const directory = machine.place("app");
  const gone = join(directory, "env");
  const other = makeShared(join(machine.root, "shared"));
  const typed = { directory, virtualEnv: gone, path: `${gone}/bin:${other}:/usr/bin:/bin` };
  const told = await machine.type("pip install x", typed);
  t.equal(
    told.lines[0],
    `pyguard: nothing was installed. Your active environment ${gone} is gone, or was moved; this pip belongs to ${other}/python3.12.`,
  );
  t.equal(pasteOf(told.lines), "deactivate && pyguard venv && pip install x");
});

t.test("in zsh, which goes on to the next pip on PATH, that one is guarded", async (t) => {
  const machine = start();
  const { project, moved } = makeMoved(machine);
  const shared = makeShared(join(machine.root, "shared"));
  const typed = { directory: project, virtualEnv: moved, path: `${moved}/bin:${shared}` };
  const told = await machine.type("pip install x", { ...typed, shell: "zsh" });
  t.match(told, { decision: "refuse" });
  t.match(told.lines[0], `Your active environment ${moved} has another pip; this one belongs to`);
  t.equal(pasteOf(told.lines), "python -m pip install x");
  t.match(
    await machine.type("pip install x", { ...typed, shell: "bash" }),
    { decision: "advise" },
    "bash runs nothing then",
  );
  t.match(
    await machine.type("pip install x", { ...typed, path: `${moved}/bin`, shell: "zsh" }),
    { decision: "advise" },
    "nor does zsh without another",
  );
  const listed = await machine.type("pip list", { ...typed, shell: "zsh" });
  t.match(listed, { decision: "advise" }, "what only another's pip would answer is told");
  t.match(listed.lines[0], /does not start.*What works meanwhile: python -m pip list$/);
});

t.test("whatever is typed at it is repeated whole", async (t) => {
  const machine = start();
  const { project, moved } = makeMoved(machine);
  const typed = { directory: project, virtualEnv: moved, path: `${moved}/bin` };
  for (const rest of [
    "",
    " --version",
    " -V",
    " list",
    " help install",
    " --proxy foo install x",
  ]) {
    const told = await machine.type(`pip${rest}`, typed);
    t.ok(told.lines[0]?.endsWith(`What works meanwhile: python -m pip${rest}`), rest);
  }
});

t.test("of an environment that was moved and not trusted since, its Python is typed", async (t) => {
  const machine = start();
  makeEnvironment(join(machine.place("old"), ".venv"));
  renameSync(join(machine.home, "old"), join(machine.home, "new"));
  const other = makeShared(join(machine.root, "shared"));
  const typed = { directory: join(machine.home, "new"), path: `${other}:/usr/bin:/bin` };
  const told = await machine.type("pip install x", typed);
  t.equal(pasteOf(told.lines), "pyguard trust && python -m pip install x");
});

t.test("an application's environment is added to by what made it", async (t) => {
  const machine = start();
  const own = makeEnvironment(join(machine.place("tools"), "ruff"));
  const tools = join(machine.root, "tools");
  ["pipx", "uv"].forEach((name) => writeProgram(join(tools, name), "#!/bin/sh\n"));
  const path = `${own}/bin:${tools}`;
  const say = async (line: string, typed = { path }): Promise<string> =>
    (await machine.type(line, typed)).lines[0] ?? "";
  writeText(join(own, "uv-receipt.toml"), "");
  t.match(
    await say("pip install demo x"),
    /What lasts: uv tool install ruff --with demo --with x$/,
  );
  t.match(await say("pip uninstall demo"), /may undo it$/);
  t.match(await say("pip install demo", { path: `${own}/bin` }), /may undo it$/, "without uv");
  rmSync(join(own, "uv-receipt.toml"));
  writeText(join(own, "pipx_metadata.json"), "{}");
  t.match(await say("pip install demo"), /What lasts: pipx inject ruff demo$/);
});

t.test("an environment that a tutorial called venv is used, not made twice", async (t) => {
  const machine = start();
  const project = machine.place("tutorial");
  const other = makeShared(join(machine.root, "shared"));
  const typed = { directory: project, path: `${other}:/usr/bin:/bin` };
  makeEnvironment(join(project, "venv"));
  t.equal(
    pasteOf((await machine.type("pip install x", typed)).lines),
    "pyguard use venv && pip install x",
  );
  renameSync(join(project, "venv"), join(project, "env"));
  t.equal(
    pasteOf((await machine.type("pip install x", typed)).lines),
    "pyguard use env && python -m pip install x",
    "and was renamed",
  );
});
