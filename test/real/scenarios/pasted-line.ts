// Whoever is refused pastes the line that is shown, and it does what it says.

import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { called, refusal } from "../pip-steps.ts";
import { python } from "../python.ts";
import type { Environment } from "../sandbox.ts";
import type { Place, Scenario, Step } from "../stage.ts";
import { cd, inside, meanwhile, prints, types } from "../steps.ts";

/** Making an environment with a pip in it takes seconds, more on a busy machine. */
const patience = { timeoutMs: 120_000 };

/** Types the first line to paste of the refusal that was printed last. */
function pastes(expected: string): Step {
  return async (stage) => {
    const line = /^ {6}(\S.*)$/m.exec(stage.output)?.[1] ?? "";
    stage.t.equal(line, expected, "the line to paste");
    const { output, elapsedMs } = await stage.terminal.run(line, patience);
    Object.assign(stage, { output, elapsedMs });
  };
}

export const pastedLine: readonly Scenario[] = [
  {
    name: "an environment that is here and not trusted",
    projects: { proj: "untrusted" },
    steps: [
      cd("proj"),
      types("pip install 'tiny[extra]>=1'"),
      prints(refusal),
      pastes("pyguard trust && pip install 'tiny[extra]>=1'"),
      called(1, ["install", "tiny[extra]>=1"], "proj"),
      inside("proj"),
    ],
  },
  {
    name: "one that was left by hand",
    projects: { proj: "trusted" },
    steps: [
      cd("proj"),
      inside("proj"),
      types("deactivate"),
      types("pip install tiny"),
      prints(refusal),
      pastes("pyguard enter && pip install tiny"),
      called(1, ["install", "tiny"], "proj"),
      inside("proj"),
    ],
  },
  {
    name: "from HOME to a project with the package in it, with a real pip",
    shells: ["bash"],
    newBashOnly: true,
    alone: true,
    prepare: makeWheel,
    environment: offline,
    steps: [
      types("cd ~"),
      types("pip install tiny"),
      prints(refusal),
      pastes("mkdir -p ~/my-project && cd ~/my-project && pyguard venv && pip install tiny"),
      prints(/Successfully installed tiny-1\.0/),
      types("python -c 'import sys, tiny; print(tiny.answer, sys.prefix)'"),
      meanwhile(({ t, output, sandbox }) => {
        t.equal(output, `42 ${sandbox.home}/my-project/.venv\n`);
      }),
    ],
  },
];

function wheels({ path }: Place): string {
  return join(path, "wheels");
}

function offline(place: Place): Environment {
  return {
    PIP_NO_INDEX: "1",
    PIP_FIND_LINKS: wheels(place),
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
  };
}

const script = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1] + "/tiny-1.0-py3-none-any.whl", "w") as wheel:
    info = "tiny-1.0.dist-info/"
    wheel.writestr("tiny.py", "answer = 42\\n")
    wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n")
    wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr(info + "RECORD", "tiny.py,,\\n" + info + "METADATA,,\\n" + info + "WHEEL,,\\n" + info + "RECORD,,\\n")
`;

/** A wheel is a zip: no network is needed to have one. */
function makeWheel(place: Place): void {
  mkdirSync(wheels(place));
  execFileSync(python(), ["-c", script, wheels(place)]);
}
