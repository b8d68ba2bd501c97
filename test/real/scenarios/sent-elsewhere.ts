// pip of an entered environment that is told to write elsewhere, and pips that are hard to make out in their line.

import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";
import { called, refusal } from "../pip-steps.ts";
import { python } from "../python.ts";
import type { Scenario } from "../stage.ts";
import { cd, endsWith, inside, meanwhile, prints, types } from "../steps.ts";

/** Of the Python that environments are made from here. */
const basePrefix = (): string => dirname(dirname(python()));

/** Every way to have it write into the Python that it was made from. */
export const sentElsewhere: readonly Scenario[] = [
  {
    name: "refuses what is sent out of an entered environment by an option",
    projects: { proj: "trusted" },
    steps: [
      cd("proj"),
      inside("proj"),
      types(`pip --python ${python()} install requests`),
      prints(refusal),
      endsWith(3),
      types(`python -m pip --python=${python()} install requests`),
      prints(refusal),
      types("pip install -qt ~/.local/lib/python3/site-packages/../site-packages requests"),
      types(`pip install --prefix ${basePrefix()} requests`),
      prints(refusal),
      endsWith(3),
      called(1),
      types("pip install requests"),
      prints("pip ran\n"),
      called(1),
    ],
  },
  {
    name: "refuses what is sent out of an entered environment by a variable",
    projects: { proj: "trusted" },
    steps: [
      cd("proj"),
      inside("proj"),
      types(({ set }) => set("PIP_PYTHON", python())),
      types("pip install requests"),
      prints(refusal),
      endsWith(3),
      types(({ unset }) => unset("PIP_PYTHON")),
      types(({ set }) => `${set("PIP_PREFIX", basePrefix())}; pip install requests`),
      prints(refusal),
      types("pip install requests"),
      prints(refusal),
      called(0),
      types(({ unset }) => unset("PIP_PREFIX")),
      types("pip install requests"),
      prints("pip ran\n"),
      called(1),
    ],
  },
  {
    name: "refuses what is sent out of an environment that was activated by hand",
    steps: [
      meanwhile(async ({ sandbox, path }) => {
        sandbox.makeVenv(join(path, "hand"));
        // What is this young is asked about once more.
        await pass(100);
      }),
      types(({ source, activate }, { path }) => source(join(path, "hand/bin", activate))),
      types("pip install requests"),
      prints("pip ran\n"),
      types(`pip --python ${python()} install requests`),
      prints(refusal),
      endsWith(3),
      types(`pip install -q --prefix=${basePrefix()} requests`),
      prints(refusal),
      called(1),
      types("deactivate"),
    ],
  },
  {
    name: "refuses what is sent out of an environment by a file of pip's",
    projects: { proj: "trusted" },
    steps: [
      meanwhile(({ path }) => {
        writeFileSync(join(path, "proj/.venv/pip.conf"), `[global]\nprefix = ${basePrefix()}\n`);
      }),
      cd("proj"),
      inside("proj"),
      types("pip install requests"),
      prints(refusal),
      endsWith(3),
      called(0),
    ],
  },
  {
    name: "refuses what python itself is given options for",
    steps: [
      types("python3 -Wignore::DeprecationWarning -m pip install requests"),
      prints(refusal),
      types("python3 -Wonce -Xutf8 -mpip install requests"),
      prints(refusal),
      types("python3 --check-hash-based-pycs always -m pip install requests"),
      prints(refusal),
      called(0),
    ],
  },
];
