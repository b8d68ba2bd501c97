// pip is refused where it would write into a shared Python.

import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";
import { called, refusal } from "../pip-steps.ts";
import { kill } from "../sandbox.ts";
import type { Scenario, Step } from "../stage.ts";
import { sentElsewhere } from "./sent-elsewhere.ts";
import { cd, endsWith, inside, meanwhile, prints, printsNothing, types } from "../steps.ts";

const refused: readonly Scenario[] = [
  {
    name: "refuses an install outside of a project with exit 3 and a message on stderr",
    steps: [
      types("pip install requests"),
      prints(refusal),
      endsWith(3),
      types("pip install requests 2>/dev/null"),
      printsNothing(),
      called(0),
    ],
  },
  {
    name: "refuses in at most eight lines of its own, the command to paste among them",
    steps: [
      types("pip install requests"),
      types("pip install requests"),
      meanwhile(({ t, output }) => {
        const ours = output.slice(output.search(refusal)).trimEnd().split("\n");
        t.ok(ours.length <= 8, `${ours.length} lines`);
        t.match(output, /pip install requests/);
      }),
    ],
  },
  {
    name: "refuses python3 -m pip and uninstall too",
    steps: [
      types("python3 -m pip install requests"),
      prints(refusal),
      endsWith(3),
      types("pip uninstall -y requests"),
      prints(/^pyguard: nothing was removed/m),
      endsWith(3),
      called(0),
    ],
  },
  {
    name: "refuses the pip of every Python that pyguard venv would take",
    prepare: ({ sandbox: { bin } }) => {
      ["pip3.6", "pip3.7"].forEach((name) => symlinkSync(join(bin, "pip"), join(bin, name)));
    },
    steps: [
      types("pip3.6 install requests"),
      prints(refusal),
      endsWith(3),
      types("pip3.7 install requests"),
      prints(refusal),
      called(0),
    ],
  },
  {
    name: "refuses another pip that was put in front of an entered environment",
    projects: { proj: "trusted" },
    steps: [
      cd("proj"),
      inside("proj"),
      types(({ prepend }, { sandbox }) => prepend(sandbox.bin)),
      types("pip install requests"),
      prints(
        /^pyguard: nothing was installed\. Your active environment .* has (?:another|no) pip;/m,
      ),
      prints(/^ {6}\S*\/proj\/\.venv\/bin\/python -m /m),
      endsWith(3),
      called(0),
    ],
  },
  {
    name: "runs what follows && only where pip may run",
    projects: { proj: "trusted" },
    steps: [
      types("pip install requests && echo next"),
      prints(/^(?![^]*^next$)/m),
      types("pip install requests || echo instead"),
      prints(/^instead$/m),
      cd("proj"),
      types("pip install requests && echo next"),
      prints("pip ran\nnext\n"),
    ],
  },
  {
    name: "lets pip in after all, this once",
    steps: [
      types("pyguard anyway pip install requests"),
      prints(/pip ran\n$/),
      called(1, ["install", "requests"]),
      types("pyguard anyway -- pip install requests"),
      prints(/pip ran\n$/),
      called(1, ["install", "requests"]),
      types("pyguard anyway --help"),
      prints(/^Usage: pyguard anyway/m),
      types("pyguard anyway"),
      prints(/^pyguard: say which command: /m),
      types("pyguard anyway env"),
      prints(/^PYGUARD_ALLOW_GLOBAL=1$/m),
      prints(/^PIP_BREAK_SYSTEM_PACKAGES=1$/m),
      prints(/^PIP_REQUIRE_VIRTUALENV=0$/m),
      prints(/^PIP_REQUIRE_VENV=$/m),
      types("env"),
      prints(/^(?![\s\S]*PIP_(?:BREAK_SYSTEM_PACKAGES|REQUIRE_V))/),
      types("pip install requests"),
      prints(refusal),
      called(0),
    ],
  },
];

const afterAllowed: readonly Scenario[] = [
  {
    name: "refuses one after another was allowed in an environment that sees its Python's packages",
    projects: { proj: "trusted" },
    steps: [
      meanwhile(async ({ sandbox, path }) => {
        const cfg = join(path, "proj/.venv/pyvenv.cfg");
        const text = readFileSync(cfg, "utf8");
        writeFileSync(cfg, text.replace(/(include-system-site-packages = )false/, "$1true"));
        await sandbox.pyguard(["trust"], join(path, "proj"));
      }),
      cd("proj"),
      inside("proj"),
      types("pip install --target lib requests"),
      prints("pip ran\n"),
      types("pip install --user requests"),
      prints(refusal),
      endsWith(3),
      called(1),
    ],
  },
  {
    name: "asks nobody in an environment of its own that was activated by hand",
    alone: true,
    steps: [
      meanwhile(async ({ sandbox, path }) => {
        sandbox.makeVenv(join(path, "hand"));
        for (const name of ["python", "pip3"]) {
          const link = join(path, "hand/bin", name);
          if (!existsSync(link)) {
            symlinkSync(name === "pip3" ? "pip" : "python3", link);
          }
        }
        // What is this young is asked about once more.
        await pass(100);
      }),
      types(({ source, activate }, { path }) => source(join(path, "hand/bin", activate))),
      meanwhile(async ({ sandbox }) => {
        kill((await sandbox.awaitDaemon()) ?? 0, "SIGSTOP");
      }),
      types("pip install requests"),
      prints("pip ran\n"),
      meanwhile(async ({ sandbox }) => {
        kill((await sandbox.awaitDaemon()) ?? 0, "SIGCONT");
      }),
      types("deactivate"),
    ],
  },
  {
    name: "refuses on the line that deactivates what was activated by hand",
    steps: [
      meanwhile(({ sandbox, path }) => {
        sandbox.makeVenv(join(path, "hand"));
      }),
      types(({ source, activate }, { path }) => source(join(path, "hand/bin", activate))),
      types("pip install requests"),
      prints("pip ran\n"),
      types("deactivate; pip install requests"),
      prints(refusal),
      types("pip install requests"),
      prints(refusal),
      called(1),
    ],
  },
];

const printsPrefix = "python -c 'import sys; print(sys.prefix)'";

function printsProject(): Step {
  return meanwhile(({ t, output, path }) => {
    t.equal(output, `${path}/proj/.venv\n`, "the environment it ran in");
  });
}

const oneLine: readonly Scenario[] = [
  {
    name: "cd project && python is the project's Python",
    projects: { proj: "trusted" },
    steps: [
      types(({ cd: goes, and }, { path }) => and(goes(`${path}/proj`), printsPrefix)),
      printsProject(),
      inside("proj"),
    ],
  },
  {
    name: "cd project; pip is the project's pip",
    projects: { proj: "trusted" },
    steps: [
      types(({ cd: goes }, { path }) => `${goes(`${path}/proj`)}; pip install requests`),
      prints("pip ran\n"),
      called(1, ["install", "requests"], "proj"),
      inside("proj"),
    ],
  },
  {
    name: "cd out of a project && pip is refused",
    projects: { proj: "trusted" },
    steps: [
      cd("proj"),
      inside("proj"),
      types(({ cd: goes, and }, { path }) => and(goes(path), "pip install requests")),
      prints(refusal),
      called(0),
    ],
  },
];

export const refusedPip: readonly Scenario[] = [
  ...refused,
  ...afterAllowed,
  ...sentElsewhere,
  ...oneLine,
];
