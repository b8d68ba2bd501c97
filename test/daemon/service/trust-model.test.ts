// Whatever happens in whatever order, an environment is entered exactly when a model of ten lines says so.

import fs from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import t from "tap";
import { fromText } from "../../../daemon/core/bytes.ts";
import { distrust, forget } from "../../../daemon/service/trust.ts";
import { makeEnvironment, makeHouse, type House } from "./house.ts";

type Life = { readonly born: number; readonly cfg: string; readonly shadows: boolean };

/** What is there, what was recorded, what was said. */
type Model = {
  births: number;
  now: Life | null;
  record: Life | null;
  isRefused: boolean;
  isOpen: boolean;
};

type World = { house: House; readonly project: string; readonly venv: string };

type Step = {
  readonly model: (model: Model) => void;
  readonly real: (world: World, model: Model) => Promise<unknown> | void;
};

const plain = "home = /usr/bin\nversion = 3.12.1\n";
const edited = `${plain}prompt = x\n`;

function isEntered({ now, record, isRefused, isOpen }: Model): boolean {
  return (
    now !== null &&
    record !== null &&
    !isRefused &&
    !isOpen &&
    now.born === record.born &&
    now.cfg === record.cfg &&
    (!now.shadows || record.shadows)
  );
}

function make({ venv }: World): void {
  fs.rmSync(venv, { recursive: true, force: true });
  makeEnvironment(venv, { cfg: plain });
}

/** Changes what is there, if anything is. */
function change(model: Model, differs: Partial<Life>): void {
  model.now = model.now === null ? null : { ...model.now, ...differs };
}

function isKnown(model: Model): boolean {
  return model.now !== null || model.record !== null || model.isRefused;
}

const steps: Readonly<Record<string, Step>> = {
  make: {
    model: (model) => {
      model.births += 1;
      model.now = { born: model.births, cfg: plain, shadows: false };
    },
    real: make,
  },
  remove: {
    model: (model) => {
      model.now = null;
    },
    real: ({ venv }) => fs.rmSync(venv, { recursive: true, force: true }),
  },
  "edit pyvenv.cfg": {
    model: (model) => change(model, { cfg: edited }),
    real: ({ venv }, { now }) =>
      now === null ? undefined : fs.writeFileSync(join(venv, "pyvenv.cfg"), edited),
  },
  "restore pyvenv.cfg": {
    model: (model) => change(model, { cfg: plain }),
    real: ({ venv }, { now }) =>
      now === null ? undefined : fs.writeFileSync(join(venv, "pyvenv.cfg"), plain),
  },
  "pull bin/ls": {
    model: (model) => change(model, { shadows: true }),
    real: ({ venv }, { now }) =>
      now === null ? undefined : fs.writeFileSync(join(venv, "bin/ls"), ""),
  },
  "remove bin/ls": {
    model: (model) => change(model, { shadows: false }),
    real: ({ venv }) => fs.rmSync(join(venv, "bin/ls"), { force: true }),
  },
  "open to others": {
    model: (model) => {
      model.isOpen = true;
    },
    real: ({ project }) => fs.chmodSync(project, 0o777),
  },
  "close to others": {
    model: (model) => {
      model.isOpen = false;
    },
    real: ({ project }) => fs.chmodSync(project, 0o755),
  },
  trust: {
    model: (model) => {
      if (model.now !== null && !model.isOpen) {
        model.record = model.now;
        model.isRefused = false;
      }
    },
    real: ({ house, project }) => house.trust(project),
  },
  distrust: {
    model: (model) => {
      if (isKnown(model)) {
        model.record = null;
        model.isRefused = true;
      }
    },
    real: ({ house, project }) => distrust(fromText(project), house.answers.ports),
  },
  forget: {
    model: (model) => {
      model.record = null;
      model.isRefused = false;
    },
    real: ({ house, project }) => forget(fromText(project), house.answers.ports),
  },
  "a shell saw it made": {
    model: (model) => {
      const { now } = model;
      if (now !== null && !model.isOpen && !now.shadows && !model.isRefused && !isEntered(model)) {
        model.record = now;
      }
    },
    real: ({ house, project }) =>
      house.ask(project, { evidence: { kind: "born", directory: fromText(project) } }),
  },
  restart: {
    model: () => {},
    real: (world) => {
      world.house = world.house.restart();
    },
  },
};

t.test("trust follows its model", async (t) => {
  const names = fc.array(fc.constantFrom(...Object.keys(steps)), { minLength: 1, maxLength: 14 });
  const property = fc.asyncProperty(names, async (sequence) => {
    const house = makeHouse(t);
    const project = join(house.home, "p");
    fs.mkdirSync(project);
    const world: World = { house, project, venv: join(project, ".venv") };
    const model: Model = { births: 0, now: null, record: null, isRefused: false, isOpen: false };
    for (const name of ["make", ...sequence]) {
      const before = { ...model };
      steps[name]?.model(model);
      await steps[name]?.real(world, before);
      const { state } = await world.house.ask(project);
      if ((state === "in") !== isEntered(model)) {
        throw new Error(`after ${name}: ${state}, and the model is ${JSON.stringify(model)}`);
      }
    }
  });
  await fc.assert(property, { numRuns: 80, endOnFailure: false });
});
