// What takes trust away, noticed at the next question and told in one line.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { fromText } from "../../../daemon/core/bytes.ts";
import { distrust, forget } from "../../../daemon/service/trust.ts";
import { makeEnvironment, makeHouse, type House } from "./house.ts";

type Row = readonly [string, (venv: string, project: string) => void, RegExp];

const rows: readonly Row[] = [
  [
    "the environment was made anew in the same place (the same inode, born later)",
    (venv) => {
      fs.rmSync(venv, { recursive: true });
      makeEnvironment(venv);
    },
    /it was made anew since you trusted it/,
  ],
  [
    "bin was exchanged",
    (venv) => {
      fs.renameSync(join(venv, "bin"), join(venv, "old"));
      fs.cpSync(join(venv, "old"), join(venv, "bin"), { recursive: true, verbatimSymlinks: true });
    },
    /it was made anew/,
  ],
  [
    "pyvenv.cfg changed",
    (venv) => fs.appendFileSync(join(venv, "pyvenv.cfg"), "home = /tmp\n"),
    /its pyvenv\.cfg changed/,
  ],
  [
    "a pull brought bin/ls",
    (venv) => fs.writeFileSync(join(venv, "bin/ls"), "#!/bin/sh\n", { mode: 0o755 }),
    /its bin now holds ls, which would run instead of your own/,
  ],
  [
    "Python leads into the project now",
    (venv, project) => {
      fs.writeFileSync(join(project, "evil"), "", { mode: 0o755 });
      fs.rmSync(join(venv, "bin/python"));
      fs.symlinkSync("../../evil", join(venv, "bin/python"));
    },
    /its Python changed to one inside the project/,
  ],
  [
    "others may write to the project",
    (_, project) => fs.chmodSync(project, 0o777),
    /everybody here can write to .*\/p and could run programs as you\. To stop that: chmod go-w/,
  ],
  [
    "others may write to bin",
    (venv) => fs.chmodSync(join(venv, "bin"), 0o757),
    /everybody here can write to .*\/bin/,
  ],
  [
    "Python is gone",
    (venv) => {
      fs.rmSync(join(venv, "bin/python"));
      fs.symlinkSync("/nowhere/python", join(venv, "bin/python"));
    },
    /its Python in \/usr\/bin is not on this machine, or not any more/,
  ],
];

async function enter(house: House, project: string): Promise<void> {
  await house.trust(project);
  const answer = await house.ask(project);
  if (answer.state !== "in") {
    throw new Error(`not entered: ${answer.line}`);
  }
}

for (const [says, change, line] of rows) {
  t.test(says, async (t) => {
    const house = makeHouse(t);
    const project = house.project("p");
    await enter(house, project);
    change(join(project, ".venv"), project);
    const answer = await house.ask(project);
    t.match(answer, { state: "out", environment: "", root: project });
    t.match(answer.line, line);
    t.equal((await house.ask(project)).line, "", "said once");
  });
}

t.test("what a user does to an environment takes nothing away", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  await enter(house, project);
  const venv = join(project, ".venv");
  fs.writeFileSync(join(venv, "bin/black"), "", { mode: 0o755 });
  fs.writeFileSync(join(venv, "bin/node"), "", { mode: 0o755 });
  fs.mkdirSync(join(venv, "lib/python3.12/site-packages"), { recursive: true });
  fs.chmodSync(project, 0o700);
  fs.utimesSync(join(venv, "pyvenv.cfg"), 1, 1);
  t.match(await house.ask(project), { state: "in", line: "" });
});

t.test("a project that was moved is another", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  await enter(house, project);
  const moved = join(house.home, "moved");
  fs.renameSync(project, moved);
  t.match(await house.ask(moved), { state: "out", marks: "u" });
});

t.test("a refusal holds whatever happens later, and says nothing", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  await enter(house, project);
  await distrust(fromText(project), house.answers.ports);
  t.match(await house.ask(project), { state: "out", line: "", marks: "u" });
  const evidence = { kind: "born", directory: fromText(project) } as const;
  t.match(await house.ask(project, { evidence }), { state: "out", line: "" });
  t.match(await forget(fromText(project), house.answers.ports), { was: "refused" });
  t.match(await house.ask(project), { state: "out" });
  await enter(house, project);
});

t.test("an environment that is gone can still be forgotten", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  await enter(house, project);
  fs.rmSync(project, { recursive: true });
  t.match(await forget(fromText(project), house.answers.ports), { was: "trusted" });
  t.same(await house.answers.store.list(), []);
});
