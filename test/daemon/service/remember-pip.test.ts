// What was allowed is asked again when anything that allowed it has changed.

import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";
import t from "tap";
import { writeProgram, writeText } from "../io/pip/pythons.ts";
import { makeMachine, type Machine } from "./pip-machine.ts";
import { makeShared } from "./pip-places.ts";

type Scene = {
  readonly machine: Machine;
  /** A conda environment, activated by hand. */
  readonly conda: string;
  readonly variables: Record<string, string>;
  line: string;
};

function setUp(): Scene {
  const machine = makeMachine();
  const conda = join(machine.home, "conda/envs/sci");
  ["conda-meta", "bin", "lib/python3.12/site-packages"].forEach((path) =>
    mkdirSync(join(conda, path), { recursive: true }),
  );
  writeText(join(conda, "conda-meta/history"), "");
  writeText(join(conda, "lib/python3.12/os.py"), "");
  writeProgram(join(conda, "bin/python3.12"), "#!/bin/sh\n");
  writeProgram(join(conda, "bin/pip"), `#!${join(conda, "bin/python3.12")}\n`);
  return { machine, conda, variables: {}, line: "pip install x" };
}

const rows: Readonly<Record<string, (scene: Scene) => void>> = {
  "the environment is frozen": ({ conda }) => writeText(join(conda, "conda-meta/frozen"), ""),
  "its pip belongs to another Python": ({ conda, machine }) => {
    const shared = makeShared(join(machine.root, "shared"));
    writeProgram(join(conda, "bin/pip"), `#!${shared}/python3.12\n`);
  },
  "its pip is gone, another comes next": ({ conda, machine }) => {
    makeShared(join(machine.root, "shared"));
    rmSync(join(conda, "bin/pip"));
  },
  "the environment was moved": ({ conda }) => renameSync(conda, `${conda}-moved`),
  "a configuration file says user": ({ machine }) => {
    mkdirSync(join(machine.home, ".config/pip"), { recursive: true });
    writeText(join(machine.home, ".config/pip/pip.conf"), "[install]\nuser = true\n");
  },
  "a configuration file of the environment says user": ({ conda }) =>
    writeText(join(conda, "pip.conf"), "[global]\nuser = yes\n"),
  "a variable says user": (scene) => {
    scene.variables["PIP_USER"] = "1";
  },
  "an option says user": (scene) => {
    scene.line = "pip install --user x";
  },
};

for (const [what, change] of Object.entries(rows)) {
  t.test(what, async (t) => {
    const scene = setUp();
    const { machine, conda } = scene;
    t.teardown(machine.remove);
    // Old enough that a change would show in its times.
    await pass(60);
    const ask = async (): Promise<string> => {
      const told = await machine.type(scene.line, {
        condaPrefix: conda,
        path: `${conda}/bin:${machine.root}/shared/bin:/usr/bin:/bin`,
        variables: { ...scene.variables, CONDA_PREFIX: conda },
      });
      return told.decision;
    };
    t.same([await ask(), await ask(), await ask()], ["allow", "allow", "allow"]);
    change(scene);
    t.equal(await ask(), "refuse");
  });
}

t.test("the guard was off and is on", async (t) => {
  const machine = makeMachine();
  t.teardown(machine.remove);
  const path = `${makeShared(join(machine.root, "shared"))}:/usr/bin:/bin`;
  const configuration = join(machine.home, ".config/pyguard/config.toml");
  mkdirSync(join(machine.home, ".config/pyguard"), { recursive: true });
  writeFileSync(configuration, "guard = false\n");
  await pass(60);
  const ask = async (): Promise<string> => (await machine.type("pip install x", { path })).decision;
  t.same([await ask(), await ask()], ["allow", "allow"]);
  writeFileSync(configuration, "guard = true\n");
  t.equal(await ask(), "refuse");
});

t.test("a shared Python that was trusted and is not", async (t) => {
  const machine = makeMachine();
  t.teardown(machine.remove);
  const shared = join(machine.root, "shared");
  const path = `${makeShared(shared)}:/usr/bin:/bin`;
  const ask = async (): Promise<string> => (await machine.type("pip install x", { path })).decision;
  await pass(60);
  t.equal(await ask(), "refuse");
  await machine.trustPrefix(shared);
  t.same([await ask(), await ask()], ["allow", "allow"]);
  await machine.forgetPrefix(shared);
  t.equal(await ask(), "refuse");
});
