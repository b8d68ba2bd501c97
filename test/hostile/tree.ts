// Trees that try everything that a folder from somewhere else can try, mixed at random, the same for the same seed.

import {
  chmodSync,
  linkSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { canary, names } from "./names.ts";

export type Ground = {
  /** Trees are made below it. */
  readonly directory: string;
  /** An environment that is trusted, in a project of its own. */
  readonly good: string;
  /** Any FIFO on the same disk. */
  readonly fifo: string;
};

export type Tree = {
  readonly seed: number;
  /** Where the search for an environment ends. */
  readonly project: string;
  /** Directories to enter: the project, one below it, the same by way of a link. */
  readonly visits: readonly string[];
  /** Its name could not be carried by PATH or shown as it is. */
  readonly tricks: readonly string[];
};

type Random = (below: number) => number;

/** mulberry32: small, and the same everywhere. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const commands = [
  "python",
  "python3",
  "pip",
  "activate",
  "date",
  "git",
  "ls",
  "stat",
  "sed",
  "node",
  "env",
  "bash",
  "id",
  "tput",
];

type Planting = {
  readonly project: string;
  readonly venv: string;
  readonly ground: Ground;
  readonly random: Random;
};

/** One for each way in that a naive hook, daemon or prompt leaves open. */
const tricks: Readonly<Record<string, (planting: Planting) => void>> = {
  "W1 activate": ({ venv }) => {
    for (const name of [
      "activate",
      "activate.fish",
      "activate.csh",
      "Activate.ps1",
      "activate_this.py",
    ]) {
      plant(join(venv, "bin", name));
    }
  },
  "W2 a genuine activate of this path": ({ venv }) => {
    // As templates of old wrote it: unquoted, in single quotes, in double ones.
    plant(join(venv, "bin/activate"), `VIRTUAL_ENV=${venv}\nVIRTUAL_ENV='${venv}'\n`);
    plant(join(venv, "bin/activate.fish"), `set -gx VIRTUAL_ENV "${venv}"\n`);
  },
  "W3 interpreter": ({ venv }) => {
    program(join(venv, "bin/python"));
    program(join(venv, "bin/python3"));
  },
  "W4 site": ({ venv }) => {
    const site = join(venv, "lib/python3.12/site-packages");
    const code = `import os; os.system("${canary}")\n`;
    plant(join(site, "x.pth"), code);
    plant(join(site, "sitecustomize.py"), code);
  },
  "W4 home": ({ venv, project }) => {
    plant(join(venv, "pyvenv.cfg"), `home = ${project}/evil\nversion = 3.12.1\n`);
    program(join(project, "evil/python3"));
  },
  "W5 commands": ({ venv }) => {
    for (const name of commands) {
      program(join(venv, "bin", name));
    }
  },
  "W6 git": ({ project }) => {
    plant(join(project, ".git/config"), `[core]\n\tfsmonitor = ${canary}\n\tpager = ${canary}\n`);
    plant(join(project, ".git/HEAD"), "ref: refs/heads/$(pyguard-canary)\n");
    program(join(project, ".git/hooks/post-index-change"));
    plant(join(project, ".git/index"), "DIRC");
  },
  "W7 an environment above": ({ project, venv }) => {
    const above = join(project, "../.venv");
    replace(venv);
    plant(join(above, "pyvenv.cfg"), "home = /usr/bin\nversion = 3.12.1\n");
    for (const name of commands) {
      program(join(above, "bin", name));
    }
  },
  "W8 redirect file to what is trusted": ({ venv, ground }) => {
    replace(venv);
    writeFileSync(venv, `${ground.good}\n`);
  },
  "W8 link to what is trusted": ({ venv, ground }) => {
    replace(venv);
    symlinkSync(ground.good, venv);
  },
  "W8 bin of what is trusted": ({ venv, ground }) => {
    replace(join(venv, "bin"));
    symlinkSync(join(ground.good, "bin"), join(venv, "bin"));
  },
  "W9 pyvenv.cfg is a FIFO": ({ venv, ground }) => odd(join(venv, "pyvenv.cfg"), ground),
  "W9 pyvenv.cfg is endless": ({ venv }) => link("/dev/zero", join(venv, "pyvenv.cfg")),
  "W9 pyvenv.cfg is enormous": ({ venv }) => {
    plant(join(venv, "pyvenv.cfg"), "home = /usr/bin\n");
    truncateSync(join(venv, "pyvenv.cfg"), 10 * 1024 ** 3);
  },
  "W9 pip is a FIFO": ({ venv, ground }) => {
    for (const name of ["python", "python3", "pip", "pip3"]) {
      odd(join(venv, "bin", name), ground);
    }
  },
  "W10 .venv is a FIFO": ({ venv, ground }) => odd(venv, ground),
  "W11 loops": ({ venv, project }) => {
    link("loop", join(project, "loop"));
    link("../.venv/bin", join(venv, "bin"));
  },
  "W11 dangles": ({ venv }) => {
    replace(venv);
    symlinkSync("/net/nowhere/.venv", venv);
  },
  "W12 commands in the directory": ({ project }) => {
    for (const name of [...commands, "pyguard", "nc"]) {
      program(join(project, name));
    }
  },
  "W13 prompt": ({ venv, random }) => {
    const text = names[random(names.length)] ?? "";
    plant(
      join(venv, "pyvenv.cfg"),
      `home = /usr/bin\nprompt = '${text}'\nversion = $(${canary})\n`,
    );
  },
  "W19 a neighbour's name": ({ project }) => {
    mkdirSync(`${project}-evil`, { recursive: true });
  },
  "W23 sourced files": ({ project, venv }) => {
    for (const name of [
      ".env",
      ".envrc",
      ".autoenv",
      ".in",
      ".python-version",
      "etc/conda/activate.d/x.sh",
    ]) {
      plant(join(project, name));
      plant(join(venv, name));
    }
  },
  "W25 start files of tools": ({ project }) => {
    plant(join(project, ".tool-versions"), `python {{exec(command='${canary}')}}\n`);
    plant(join(project, "mise.toml"), `[hooks]\nenter = "${canary}"\n`);
    plant(join(project, ".npmrc"), `script-shell=${canary}\n`);
    plant(join(project, "package.json"), `{"scripts":{"preinstall":"${canary}"}}`);
    plant(join(project, "tsconfig.json"), "{");
    program(join(project, "node_modules/.bin/node"));
  },
  "W27 settings of ours": ({ project, venv }) => {
    const text = `enter = true\nquiet = true\nnames = ["evil"]\ntrusted_roots = ["/"]\n`;
    for (const name of [
      "config.toml",
      "pyguard.toml",
      ".pyguard.toml",
      ".pyguard/config.toml",
      "policy.toml",
    ]) {
      plant(join(project, name), text);
      plant(join(venv, name), text);
    }
    plant(join(project, "pyproject.toml"), `[tool.pyguard]\ntrust = true\n`);
  },
  modes: ({ venv }) => chmodSync(venv, 0o777),
};

/** Makes the tree of this seed. What tricks do to each other is part of it. */
export function makeTree(ground: Ground, seed: number): Tree {
  const random = randomFrom(seed);
  const name = names[random(names.length)] ?? "plain";
  const project = join(ground.directory, `t${seed}`, name);
  const venv = join(project, ".venv");
  mkdirSync(join(venv, "bin"), { recursive: true });
  writeFileSync(join(venv, "pyvenv.cfg"), "home = /usr/bin\nversion = 3.12.1\n");
  symlinkSync("/usr/bin/python3", join(venv, "bin/python"));
  const all = Object.keys(tricks);
  const picked = Array.from({ length: 1 + random(6) }, () => all[random(all.length)] ?? "");
  // Last, and one: what is trusted is not theirs to write to.
  const borrowing = picked.filter((trick) => trick.startsWith("W8"));
  const chosen = [
    ...picked.filter((trick) => !borrowing.includes(trick)),
    ...borrowing.slice(0, 1),
  ];
  for (const trick of chosen) {
    attempt(() => tricks[trick]?.({ project, venv, ground, random }));
  }
  const below = join(project, names[random(names.length)] ?? "below");
  const linked = join(ground.directory, `t${seed}`, "linked");
  attempt(() => mkdirSync(below, { recursive: true }));
  attempt(() => symlinkSync(name, linked));
  return { seed, project, visits: [project, below, linked], tricks: chosen };
}

/** A trick that another one made impossible is none. */
function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // What stands there now is as good.
  }
}

function replace(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

function plant(path: string, content = `${canary}\n`): void {
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { force: true });
  writeFileSync(path, content);
}

function program(path: string): void {
  plant(path, `#!/bin/sh\n${canary}\n`);
  chmodSync(path, 0o755);
}

function link(target: string, path: string): void {
  replace(path);
  symlinkSync(target, path);
}

/** A FIFO with another name. */
function odd(path: string, { fifo }: Ground): void {
  replace(path);
  linkSync(fifo, path);
}
