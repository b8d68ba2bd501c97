// Which command lines are ours, and what stands behind interpreters and launchers.

import t from "tap";

import { readEntryPoint } from "../../../../daemon/core/pip/entry-point.ts";

/** The kind; for pip also its words, between slashes. */
function read(command: string): string {
  const entry = readEntryPoint(command.split(" "));
  return entry.kind === "pip" ? `pip /${entry.words.join(" ")}/` : entry.kind;
}

const lines: Readonly<Record<string, string>> = {
  "pip install x": "pip /install x/",
  pip3: "pip //",
  "pip3.12 list": "pip /list/",
  "pip-3.9 list": "pip /list/",
  "pip.exe list": "pip /list/",
  "pip3.12.exe list": "pip /list/",
  "pipx install x": "not-ours",
  "pip-compile x": "not-ours",
  "pip3x install x": "not-ours",
  "PIP install x": "not-ours",
  "/usr/bin/pip install x": "not-ours",
  "./pip install x": "not-ours",
  "sudo pip install x": "not-ours",
  "env pip install x": "not-ours",
  "": "not-ours",
  python: "not-ours",
  "python -m pip install x": "pip /install x/",
  "python3.13t -m pip install x": "pip /install x/",
  "pythonw -m pip install x": "pip /install x/",
  "pypy3.10 -m pip install x": "pip /install x/",
  "python3 -mpip install x": "pip /install x/",
  "python3 -Impip install x": "pip /install x/",
  "python3 -Im pip install x": "pip /install x/",
  "python3 -W ignore -X dev -m pip install x": "pip /install x/",
  "python3 -Wignore -Xdev -bbm pip install x": "pip /install x/",
  "python3 -W -m pip install x": "not-ours",
  "python3 -m pip.__main__ install x": "pip /install x/",
  "python3 -m pip -V": "pip /-V/",
  "python3 -m": "not-ours",
  "python3 -m pipx install x": "not-ours",
  "python3 -m pip._internal install x": "not-ours",
  "python3 -c pass -m pip install x": "not-ours",
  "python3 -cpass -m pip install x": "not-ours",
  "python3 script.py -m pip install x": "not-ours",
  "python3 - -m pip install x": "not-ours",
  "python3 -- -m pip": "not-ours",
  "python3 -- setup.py install": "setup",
  "python3 -V -m pip install x": "nothing-runs",
  "python3 -VV -m pip install x": "nothing-runs",
  "python3 --version": "nothing-runs",
  "python3 -hm pip": "nothing-runs",
  "python3 -m pip -h": "pip /-h/",
  "python3 --help-all -m pip": "nothing-runs",
  "python3 --check-hash-based-pycs never -m pip install x": "pip /install x/",
  "python3 --bogus -m pip install x": "not-ours",
  "python3 -Z -m pip install x": "not-ours",
  "python3 -m ensurepip": "ensurepip",
  "python3 -m ensurepip --upgr --root=/x": "ensurepip",
  "python3 -m venv": "venv",
  "python3 -m venv --prompt x --sys": "venv",
  "python3 -m venv --prompt": "nothing-runs",
  "python3 -m venv --prompt x env": "nothing-runs",
  "python3 -m venv -h": "nothing-runs",
  "python3 -m venv --bogus": "nothing-runs",
  "python3 -m venv -- env": "nothing-runs",
  "python3 setup.py install": "setup",
  "python3 -u ./lib/setup.py develop": "setup",
  "python3 setup.py bdist": "builds",
  "python3 mysetup.py install": "not-ours",
  "./setup.py install": "not-ours",
  "easy_install x": "setup",
  "easy_install-3.8 x": "setup",
  easy_install: "nothing-runs",
  "python3 -m easy_install x": "setup",
  "python3 -m setuptools.command.easy_install x": "setup",
  "py -m pip install x": "pip /install x/",
  "py -3 -m pip install x": "pip /install x/",
  "py -3.12-64 -m pip install x": "pip /install x/",
  "py -3.13t -Im pip install x": "pip /install x/",
  "py -V:Company/3.12 -m pip install x": "pip /install x/",
  "py -0p": "nothing-runs",
  "py --list -m pip": "nothing-runs",
  "py.exe -3.12 -m pip list": "pip /list/",
};

t.test("reads each command line for what it is", async (t) => {
  for (const [command, expected] of Object.entries(lines)) {
    t.equal(read(command), expected, command);
  }
});

t.test("knows where pip's own words begin", async (t) => {
  t.match(readEntryPoint(["python3", "-I", "-m", "pip", "install", "x"]), { kind: "pip", at: 4 });
  t.match(readEntryPoint(["python3", "-mpip", "install", "x"]), { kind: "pip", at: 2 });
  t.match(readEntryPoint(["pip", "install", "x"]), { kind: "pip", at: 1 });
});
