// Ways to replace, upgrade, break and repair an environment, and what shells are told afterwards.

import fs from "node:fs";
import { join } from "node:path";
import { interpreter, makeEnvironment } from "./service/house.ts";

export type Here = { readonly project: string; readonly venv: string; readonly home: string };

export type EnvironmentChange = {
  readonly what: string;
  /** What happened before the first question; then it is not entered. */
  readonly before?: (here: Here) => void;
  readonly change: (here: Here) => void;
  /** State, and what the line says. */
  readonly expect: RegExp;
};

export const python = (venv: string): string => join(venv, "bin/python");
export const cfg = (venv: string): string => join(venv, "pyvenv.cfg");

export function turn(link: string, target: string): void {
  fs.rmSync(link, { force: true });
  fs.symlinkSync(target, link);
}

/** An interpreter of the account's own, which can be upgraded. */
export function ownPython({ home, venv }: Here, name: string): string {
  const file = join(home, `python-${name}`);
  fs.copyFileSync("/bin/true", file);
  turn(python(venv), file);
  return file;
}

export const environmentChanges: readonly EnvironmentChange[] = [
  { what: "nothing happens", change: () => {}, expect: /^in/ },
  {
    what: "a package is installed",
    change: ({ venv }) => fs.writeFileSync(join(venv, "bin/black"), "", { mode: 0o755 }),
    expect: /^in/,
  },
  {
    what: "its Python is upgraded where it is",
    before: (here) => ownPython(here, "upgraded"),
    change: ({ home }) => {
      fs.copyFileSync("/bin/false", join(home, "python.new"));
      fs.renameSync(join(home, "python.new"), join(home, "python-upgraded"));
    },
    expect: /^in/,
  },
  {
    what: "its Python moves elsewhere",
    before: (here) => ownPython(here, "moved"),
    change: ({ venv }) => turn(python(venv), interpreter),
    expect: /^in/,
  },
  {
    what: "its Python is removed",
    before: (here) => ownPython(here, "removed"),
    change: ({ home }) => fs.rmSync(join(home, "python-removed")),
    expect: /^out .*is not on this machine, or not any more/,
  },
  {
    what: "its Python comes back",
    before: (here) => fs.rmSync(ownPython(here, "back")),
    change: ({ home }) => fs.copyFileSync("/bin/true", join(home, "python-back")),
    expect: /^in/,
  },
  {
    what: "its link to Python is removed",
    change: ({ venv }) => fs.rmSync(python(venv)),
    expect: /^out .*its bin\/python is gone\. A new one, in /,
  },
  {
    what: "its Python is one inside the project now",
    change: ({ venv, project }) => {
      fs.writeFileSync(join(project, "evil"), "", { mode: 0o755 });
      turn(python(venv), join(project, "evil"));
    },
    expect: /^out .*its Python changed to one inside the project/,
  },
  {
    what: "it is upgraded in place",
    change: ({ venv }) => fs.writeFileSync(cfg(venv), "home = /usr/bin\nversion = 3.13.0\n"),
    expect: /^out .*its pyvenv\.cfg changed/,
  },
  {
    what: "pyvenv.cfg is emptied, as by somebody who is making it",
    change: ({ venv }) => fs.truncateSync(cfg(venv)),
    expect: /^out$/,
  },
  {
    what: "pyvenv.cfg is removed",
    change: ({ venv }) => fs.rmSync(cfg(venv)),
    expect: /^out .*it has no pyvenv\.cfg/,
  },
  {
    what: "pyvenv.cfg is gone and comes back as it was",
    before: ({ venv }) => fs.renameSync(cfg(venv), `${cfg(venv)}.away`),
    change: ({ venv }) => fs.renameSync(`${cfg(venv)}.away`, cfg(venv)),
    expect: /^in/,
  },
  {
    what: "bin is removed",
    change: ({ venv }) => fs.rmSync(join(venv, "bin"), { recursive: true }),
    expect: /^out .*it has no bin/,
  },
  {
    what: "bin gains a core command",
    change: ({ venv }) => fs.writeFileSync(join(venv, "bin/ls"), "", { mode: 0o755 }),
    expect: /^out .*holds ls/,
  },
  {
    what: "bin loses the core command again",
    before: ({ venv }) => fs.writeFileSync(join(venv, "bin/ls"), "", { mode: 0o755 }),
    change: ({ venv }) => fs.rmSync(join(venv, "bin/ls")),
    expect: /^in/,
  },
  {
    what: "it is removed",
    change: ({ venv }) => fs.rmSync(venv, { recursive: true }),
    expect: /^out$/,
  },
  {
    what: "it is made anew",
    change: ({ venv }) => {
      fs.rmSync(venv, { recursive: true });
      makeEnvironment(venv);
    },
    expect: /^out .*it was made anew since you trusted it/,
  },
  {
    what: "it is swapped for another",
    change: ({ venv }) => {
      fs.renameSync(venv, `${venv}.old`);
      makeEnvironment(venv);
    },
    expect: /^out .*it was made anew/,
  },
  {
    what: "it goes away and comes back",
    before: ({ venv }) => fs.renameSync(venv, `${venv}.away`),
    change: ({ venv }) => fs.renameSync(`${venv}.away`, venv),
    expect: /^in/,
  },
  {
    what: "it becomes a file that names another",
    change: ({ venv }) => {
      fs.renameSync(venv, `${venv}.real`);
      fs.writeFileSync(venv, "./.venv.real\n");
    },
    expect: /^out .*it names .*pyguard trust/,
  },
  {
    what: "others may write into it",
    change: ({ venv }) => fs.chmodSync(join(venv, "bin"), 0o777),
    expect: /^out .*could run programs as you/,
  },
  {
    what: "others may not write into it any more",
    before: ({ venv }) => fs.chmodSync(join(venv, "bin"), 0o777),
    change: ({ venv }) => fs.chmodSync(join(venv, "bin"), 0o755),
    expect: /^in/,
  },
  {
    what: "the project is made anew around it",
    change: ({ project, venv }) => {
      fs.renameSync(project, `${project}.old`);
      fs.mkdirSync(project);
      fs.renameSync(join(`${project}.old`, ".venv"), venv);
    },
    expect: /^in/,
  },
];
