// Debian without python3-venv, for who may install nothing: what else is there makes the environment.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { python } from "../python.ts";
import type { Farm } from "./farm.ts";
import { rowOf, tiny, withoutPip, type Plan } from "./debian-rows.ts";
import type { Row } from "./paste.ts";
import { libraryName } from "./quick-pip.ts";
import type { Scene } from "./scene.ts";
import { library, pipPackage, within } from "./view.ts";

/** A wheel of the pip that is here, for a real pip to install. */
const makePip = `
import os, pip, sys, zipfile
root = os.path.dirname(pip.__path__[0])
with zipfile.ZipFile(sys.argv[1] + "/pip-" + pip.__version__ + "-py3-none-any.whl", "w") as wheel:
    info, names = "pip-" + pip.__version__ + ".dist-info/", []
    def write(name, text):
        names.append(name)
        wheel.writestr(name, text)
    for directory, _, files in os.walk(pip.__path__[0]):
        for name in files:
            path = os.path.join(directory, name)
            if not name.endswith(".pyc"):
                names.append(os.path.relpath(path, root))
                wheel.write(path, names[-1])
    write(info + "METADATA", "Metadata-Version: 2.1\\nName: pip\\nVersion: " + pip.__version__ + "\\n")
    write(info + "WHEEL", "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    write(info + "entry_points.txt", "[console_scripts]\\npip = pip._internal.cli.main:main\\n")
    write(info + "RECORD", "".join(name + ",,\\n" for name in [*names, info + "RECORD"]))
`;

/** Programs that are there in one row alone. */
function withProgram(name: string, text: string): Pick<Plan, "path"> {
  return {
    path: ({ sandbox }) => {
      const directory = join(sandbox.home, `with-${name}`);
      mkdirSync(directory, { recursive: true });
      writeFileSync(join(directory, name), `#!/bin/sh\n${text}`, { mode: 0o755 });
      return directory;
    },
  };
}

function addPip({ sandbox }: Scene): void {
  execFileSync(python(), ["-c", makePip, join(sandbox.home, "wheels")]);
}

/** From here on the system's own pip is the quick one. */
function takeQuickPip({ terminal }: Scene, quick: string, version = "23.0"): void {
  const write = (name: string, text: string): void => {
    writeFileSync(within(terminal.pid, join(pipPackage, name)), text);
  };
  const text = readFileSync(join(quick, "pip/__init__.py"), "utf8");
  write("__init__.py", text.replace(/^__version__ = .*$/m, `__version__ = "${version}"`));
  write("__main__.py", readFileSync(join(quick, "pip/__main__.py"), "utf8"));
  write("_internal/cli/main.py", "from pip import main\n");
}

function pythonAlone({ sandbox }: Scene): string {
  const directory = join(sandbox.home, "python");
  mkdirSync(directory);
  symlinkSync("/usr/bin/python3", join(directory, "python3"));
  return directory;
}

const bare = "pyguard venv --without-pip";

export function rowsForOthers({ quick, ...farm }: Farm): readonly Row[] {
  const plans: readonly Plan[] = [
    {
      name: "with virtualenv",
      ...withProgram(
        "virtualenv",
        `python3 -m venv --without-pip "$1" && PYTHONPATH='${quick}' exec "$1/bin/python" -m pip install pip\n`,
      ),
      line: `virtualenv .venv && pyguard trust && pip install ${tiny}`,
    },
    {
      name: "with uv",
      ...withProgram(
        "uv",
        `case $1 in
  venv) exec python3 -m venv --without-pip .venv ;;
  pip) shift && PYTHONPATH='${quick}' exec .venv/bin/python -m pip "$@" ;;
esac
`,
      ),
      line: `uv venv && pyguard trust && uv pip install ${tiny}`,
    },
    {
      name: "with the pip that is there",
      first: addPip,
      line: `${bare} && pip --python .venv install pip && pip install ${tiny}`,
    },
    {
      name: "with python3 -m pip",
      first: (scene) => {
        takeQuickPip(scene, quick);
      },
      types: `python3 -m pip install ${tiny}`,
      line: `${bare} && ${realpathSync("/usr/bin/python3")} -m pip --python .venv install pip && python3 -m pip install ${tiny}`,
    },
    {
      name: "in an environment without pip",
      first: withoutPip,
      line: /^pip --python \S+\/\.venv install pip && python -m pip install tiny_advice$/,
    },
    {
      name: "with a pip that knows no other Python",
      first: (scene) => {
        takeQuickPip(scene, quick, "22.0.2");
      },
      line: `${bare} && pip install --target .venv/lib/${libraryName()}/site-packages pip && python -m pip install ${tiny}`,
    },
    {
      name: "with no pip at all",
      first: ({ terminal }) => {
        rmSync(within(terminal.pid, join(pipPackage, "__init__.py")));
      },
      path: pythonAlone,
      isAlone: true,
      // There is nothing that this user could do: the message says so, and what it takes.
      meanwhile: ({ terminal }) => {
        symlinkSync(join(quick, "ensurepip"), within(terminal.pid, join(library, "ensurepip")));
      },
      line: `pyguard venv && pip install ${tiny}`,
    },
  ];
  return plans.map((plan) => rowOf(plan, { quick, ...farm }));
}
