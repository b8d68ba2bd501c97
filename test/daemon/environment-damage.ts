// More ways: what accidents, other programs and other accounts do to an environment, and what undoes it.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import { cfg, ownPython, python, turn, type EnvironmentChange } from "./environment-changes.ts";
import { interpreter, makeEnvironment } from "./service/house.ts";

const lines = (file: string, from: RegExp, to: string): void =>
  fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace(from, to));

export const environmentDamage: readonly EnvironmentChange[] = [
  {
    what: "pyvenv.cfg is written again as it was",
    change: ({ venv }) => fs.writeFileSync(cfg(venv), fs.readFileSync(cfg(venv))),
    expect: /^in/,
  },
  {
    what: "pyvenv.cfg lets the packages of its Python in",
    change: ({ venv }) => lines(cfg(venv), /= false/, "= true"),
    expect: /^out .*its pyvenv\.cfg changed/,
  },
  {
    what: "pyvenv.cfg loses its home",
    change: ({ venv }) => lines(cfg(venv), /^home = .*\n/, ""),
    expect: /^out .*home/,
  },
  {
    what: "pyvenv.cfg is changed and changed back",
    before: ({ venv }) => fs.appendFileSync(cfg(venv), "prompt = x\n"),
    change: ({ venv }) => lines(cfg(venv), /prompt = x\n/, ""),
    expect: /^in/,
  },
  {
    what: "pyvenv.cfg is a link to one elsewhere",
    change: ({ venv, home }) => {
      fs.renameSync(cfg(venv), join(home, "cfg-linked"));
      fs.symlinkSync(join(home, "cfg-linked"), cfg(venv));
    },
    expect: /^out /,
  },
  {
    what: "pyvenv.cfg is a directory",
    change: ({ venv }) => {
      fs.rmSync(cfg(venv));
      fs.mkdirSync(cfg(venv));
    },
    expect: /^out .*it has no pyvenv\.cfg/,
  },
  {
    what: "pyvenv.cfg is a FIFO that nobody writes",
    change: ({ venv }) => {
      fs.rmSync(cfg(venv));
      execFileSync("mkfifo", [cfg(venv)]);
    },
    expect: /^out .*it has no pyvenv\.cfg/,
  },
  {
    what: "its Python is a link to itself",
    change: ({ venv }) => turn(python(venv), "python"),
    expect: /^out .*is not on this machine, or not any more/,
  },
  {
    what: "its Python is a directory",
    change: ({ venv }) => {
      fs.rmSync(python(venv));
      fs.mkdirSync(python(venv));
    },
    expect: /^out /,
  },
  {
    what: "its Python is a FIFO",
    change: ({ venv }) => {
      fs.rmSync(python(venv));
      execFileSync("mkfifo", [python(venv)]);
    },
    expect: /^out /,
  },
  {
    what: "its Python lost its permission to run, as the system says when it is called",
    before: (here) => ownPython(here, "unrunnable"),
    change: ({ home }) => fs.chmodSync(join(home, "python-unrunnable"), 0o644),
    expect: /^in/,
  },
  {
    what: "others may write to its Python",
    before: (here) => ownPython(here, "open"),
    change: ({ home }) => fs.chmodSync(join(home, "python-open"), 0o777),
    expect: /^out .*could run programs as you/,
  },
  {
    what: "its activation script is removed, which nobody runs",
    before: ({ venv }) => fs.writeFileSync(join(venv, "bin/activate"), ""),
    change: ({ venv }) => fs.rmSync(join(venv, "bin/activate")),
    expect: /^in/,
  },
  {
    what: "bin gains git",
    change: ({ venv }) => fs.symlinkSync("/bin/true", join(venv, "bin/git")),
    expect: /^out .*holds git/,
  },
  {
    what: "bin is swapped for a copy of it",
    change: ({ venv }) => {
      fs.cpSync(join(venv, "bin"), join(venv, "bin.new"), {
        recursive: true,
        verbatimSymlinks: true,
      });
      fs.rmSync(join(venv, "bin"), { recursive: true });
      fs.renameSync(join(venv, "bin.new"), join(venv, "bin"));
    },
    expect: /^out .*it was made anew/,
  },
  {
    what: "it is emptied",
    change: ({ venv }) =>
      fs.readdirSync(venv).forEach((name) => fs.rmSync(join(venv, name), { recursive: true })),
    expect: /^out .*it has no pyvenv\.cfg/,
  },
  {
    what: "it becomes an empty file",
    change: ({ venv }) => {
      fs.rmSync(venv, { recursive: true });
      fs.writeFileSync(venv, "");
    },
    expect: /^out .*/,
  },
  {
    what: "it becomes a FIFO",
    change: ({ venv }) => {
      fs.rmSync(venv, { recursive: true });
      execFileSync("mkfifo", [venv]);
    },
    expect: /^out .*/,
  },
  {
    what: "it becomes a link to where it went",
    change: ({ venv, home }) => {
      fs.renameSync(venv, join(home, "went"));
      fs.symlinkSync(join(home, "went"), venv);
    },
    expect: /^out .*pyguard trust/,
  },
  {
    what: "a link turns from one to another",
    before: ({ venv, home }) => {
      makeEnvironment(join(home, "other"));
      fs.renameSync(venv, join(home, "one"));
      fs.symlinkSync(join(home, "one"), venv);
    },
    change: ({ venv, home }) => turn(venv, join(home, "other")),
    expect: /^out .*pyguard trust/,
  },
  {
    what: "the whole project is removed",
    change: ({ project }) => fs.rmSync(project, { recursive: true }),
    expect: /^(out|keep)$/,
  },
  {
    what: "the project goes away and comes back",
    before: ({ project }) => fs.renameSync(project, `${project}.away`),
    change: ({ project }) => fs.renameSync(`${project}.away`, project),
    expect: /^in/,
  },
  {
    what: "one that nobody trusted takes its place, with the old one's pyvenv.cfg",
    change: ({ venv }) => {
      const text = fs.readFileSync(cfg(venv));
      fs.rmSync(venv, { recursive: true });
      makeEnvironment(venv, { python: interpreter });
      fs.writeFileSync(cfg(venv), text);
    },
    expect: /^out .*it was made anew/,
  },
];
