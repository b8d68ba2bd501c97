// A project cannot speak for itself: whatever lies in it, nothing there configures pyguard, grants trust or silences it.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { called, refusal } from "../pip-steps.ts";
import type { Scenario, Step } from "../stage.ts";
import { cd, endsWith, meanwhile, outside, prints, tells, types } from "../steps.ts";

const settings = 'guard = false\nquiet = true\nenter = true\nnames = [".venv"]\n';

/** Everything that some tool would obey, and what one might think that pyguard obeys. */
const files: Readonly<Record<string, string>> = {
  "pyguard.toml": settings,
  ".pyguard": settings,
  ".pyguard.toml": settings,
  ".config/pyguard/config.toml": settings,
  ".local/state/pyguard/trust/x": "trusted\n",
  "pyproject.toml": `[tool.pyguard]\n${settings}trust = true\n`,
  ".envrc": "export PYGUARD=off\nexport PYGUARD_ALLOW_GLOBAL=1\n",
  ".env": "PYGUARD=off\nPYGUARD_ALLOW_GLOBAL=1\n",
  "mise.toml": '[env]\nPYGUARD = "off"\n',
  ".venv/.pyguard": "trust\n",
  ".venv/pyguard.toml": settings,
  ".venv/.gitignore": "*\n",
  "pip.conf": "[install]\nuser = true\n",
};

function speaks(): Step {
  return meanwhile(({ path }) => {
    for (const [name, text] of Object.entries(files)) {
      const file = join(path, "proj", name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  });
}

export const ownWord: readonly Scenario[] = [
  {
    name: "is not entered, is spoken of once, and its pip is refused, whatever its files say",
    projects: { proj: "untrusted" },
    steps: [
      outside(),
      speaks(),
      cd("proj"),
      tells(/^pyguard: not entering [^\n]*: pyguard trust[^\n]*\n$/),
      outside(),
      types("pip install requests"),
      prints(refusal),
      endsWith(3),
      called(0),
    ],
  },
  {
    name: "is not taken for made here, where the command that could have made none",
    projects: { proj: "bare" },
    steps: [
      cd("proj"),
      types("python3 -m venv --help"),
      endsWith(0),
      types(""),
      meanwhile(({ path, sandbox }) => sandbox.makeVenv(join(path, "download/.venv"))),
      types("mv ../download/.venv .venv"),
      tells(/^pyguard: not entering [^\n]*: pyguard trust[^\n]*\n$/),
      outside(),
    ],
  },
];
