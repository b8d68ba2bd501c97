// Many known projects: how often their records are read, and how many environments are looked at together.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import type { Desk } from "../../../cli/doctor/desk.ts";
import { examine } from "../../../cli/doctor/examine.ts";
import { toText } from "../../../daemon/core/bytes.ts";
import { interpreter } from "../../daemon/io/probe/pythons.ts";
import { makeProject } from "../../daemon/service/house.ts";
import { makeMachine } from "./machine.ts";
import { point } from "./project.ts";

const count = 30;

t.test("records are read once, and environments looked at together, not all at once", async (t) => {
  const machine = makeMachine(t);
  for (let index = 0; index < count; index += 1) {
    const project = makeProject(join(machine.home, `project${index}`));
    await machine.trust(project);
    point(join(project, ".venv"), "/nowhere/python3");
  }
  const desk = machine.desk();
  const listed = await desk.workspace.store.list();
  const { counted, counts } = countWork(desk);
  const { findings } = await examine(counted, []);
  t.strictSame(
    findings.map(({ where }) => where),
    listed.flatMap((each) => (each.kind === "trusted" ? [toText(each.record.named)] : [])),
    "each is told, in the order of the records",
  );
  t.equal(counts.lists, 1);
  t.ok(counts.mostTogether > 1, "not one after the other");
  t.ok(counts.mostTogether <= 8, `${counts.mostTogether} together`);
});

t.test("a Python that many environments share is not run for each of them", async (t) => {
  const machine = makeMachine(t);
  // Its name says no version.
  const python = join(machine.path, "python");
  fs.writeFileSync(python, "", { mode: 0o755 });
  for (let index = 0; index < count; index += 1) {
    await machine.trust(makeProject(join(machine.home, `project${index}`), { python }));
  }
  const desk = machine.desk();
  let runs = 0;
  const askPython: typeof desk.workspace.askPython = (asked) => {
    runs += 1;
    const answer = interpreter(toText(asked.interpreter), { version: "3.13.0" });
    return Promise.resolve({ kind: "interpreter", interpreter: answer, isRemembered: false });
  };
  const workspace = { ...desk.workspace, askPython };
  const { findings } = await examine({ ...desk, workspace }, []);
  const found = findings.map(({ id }) => id);
  t.strictSame(
    found,
    Array.from({ length: count }, () => "environment-upgraded"),
  );
  t.ok(runs > 0 && runs <= 8, `${runs} runs: no more than are looked at together`);
});

t.test("where many are gone, one line takes back all of it, and no other trust", async (t) => {
  const machine = makeMachine(t);
  const kept = makeProject(join(machine.home, "kept"));
  await machine.trust(kept);
  for (let index = 0; index < count; index += 1) {
    const project = makeProject(join(machine.home, `project${index}`));
    await machine.trust(project);
    fs.rmSync(index < 3 ? project : join(project, ".venv"), { recursive: true });
  }
  const desk = machine.desk();
  const { findings } = await examine(desk, []);
  t.match(findings, [
    { id: "environment-gone", what: `${count} environments`, mend: "pyguard forget --gone" },
  ]);
  t.equal(findings.length, 1);
});

/** The same desk, and what was asked of it. */
function countWork(desk: Desk) {
  const counts = { lists: 0, mostTogether: 0 };
  let together = 0;
  const { ports, store } = desk.workspace;
  const look: typeof ports.look = async (...asked) => {
    together += 1;
    counts.mostTogether = Math.max(counts.mostTogether, together);
    try {
      return await ports.look(...asked);
    } finally {
      together -= 1;
    }
  };
  const list: typeof store.list = () => {
    counts.lists += 1;
    return store.list();
  };
  const workspace = { ...desk.workspace, ports: { ...ports, look }, store: { ...store, list } };
  return { counted: { ...desk, workspace }, counts };
}
