// What is advised where the directory or the environment is another's.

import { chmodSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { makeMachine, type Machine } from "./pip-machine.ts";
import { makeEnvironment, makeShared, pasteOf } from "./pip-places.ts";

function start(changes: Parameters<typeof makeMachine>[0]): Machine {
  const machine = makeMachine(changes);
  t.teardown(machine.remove);
  return machine;
}

t.test("only whose it is, is told to close a directory that others can write to", async (t) => {
  const own = process.geteuid?.() ?? 0;
  const rows = [
    [own, /^chmod go-w \S*\/lab && pyguard trust && /],
    [own + 1, /^mkdir -p ~\/my-project && cd ~\/my-project && pyguard venv && pip install x$/],
  ] as const;
  for (const [uid, line] of rows) {
    const machine = start({ uid });
    const project = machine.place("lab/app");
    chmodSync(machine.place("lab"), 0o777);
    makeEnvironment(join(project, ".venv"));
    const path = `${makeShared(join(machine.root, "shared"))}:/usr/bin:/bin`;
    const told = await machine.type("pip install x", { directory: project, path });
    t.match(pasteOf(told.lines), line);
  }
});

t.test("one line closes all that others can write to", async (t) => {
  const machine = start({});
  const project = machine.place("lab/app");
  makeEnvironment(join(project, ".venv"));
  const open = ["lab", "lab/app/.venv", "lab/app/.venv/bin"].map(machine.place);
  open.forEach((path) => chmodSync(path, 0o777));
  const path = `${makeShared(join(machine.root, "shared"))}:/usr/bin:/bin`;
  const told = await machine.type("pip install x", { directory: project, path });
  t.equal(pasteOf(told.lines), `chmod go-w ${open.join(" ")} && pyguard trust && pip install x`);
});

t.test("where others can write above or here, one's own is closed first", async (t) => {
  const rows = [
    ["lab", 0o777],
    ["lab/app", 0o777],
  ] as const;
  for (const [name, mode] of rows) {
    const machine = start({});
    const project = machine.place("lab/app");
    const open = machine.place(name);
    chmodSync(open, mode);
    makeEnvironment(join(project, "venv"));
    const path = `${makeShared(join(machine.root, "shared"))}:/usr/bin:/bin`;
    const told = await machine.type("pip install x", { directory: project, path });
    t.equal(pasteOf(told.lines), `chmod go-w ${open} && pyguard venv && pip install x`);
  }
});

t.test("an environment made by sudo goes aside for one's own", async (t) => {
  // Modes do not keep root out, who may be running this.
  const machine = start((ports) => ({
    lookAtPython: async (found, caller) => {
      const python = await ports.lookAtPython(found, caller);
      return found.interpreter.includes("/.venv/") ? { ...python, isWritable: false } : python;
    },
  }));
  const project = machine.place("app");
  makeEnvironment(join(project, ".venv"));
  const path = `${makeShared(join(machine.root, "shared"))}:/usr/bin:/bin`;
  const told = await machine.type("pip install x", { directory: project, path });
  t.match(told.lines[2], "Make one here and install, one line:");
  t.equal(pasteOf(told.lines), "mv .venv .venv.old && pyguard venv && pip install x");
});
