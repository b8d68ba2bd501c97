// What honest people do in a week; each row ends inside the project, and pyguard has said nothing.

import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { python } from "../python.ts";
import { called } from "../pip-steps.ts";
import { namesIn } from "../sandbox.ts";
import { cd, inside, leave, meanwhile, outside, printsNothing, types } from "../steps.ts";
import type { Scenario, Stage, Step } from "../stage.ts";

/** `--without-pip` is quick; what is seen being made is the same. */
export const create = "python3 -m venv --without-pip .venv";

/** Types a line; nothing of what it wrote is pyguard's. */
export function quietly(line: string | ((stage: Stage) => string)): Step {
  return async (stage) => {
    const typed = typeof line === "string" ? line : line(stage);
    await types(typed)(stage);
    const names = namesIn(stage.sandbox.runtimeDirectory() ?? "");
    if (names.some((name) => name.startsWith("mute."))) {
      stage.t.comment("the daemon was mute for a moment: what it said before may still be shown");
    } else {
      stage.t.notMatch(stage.output, /pyguard/, `${typed}: nothing is said`);
    }
  };
}

export const made: readonly Step[] = [cd("proj"), quietly(create), quietly(""), inside("proj")];
export const comesBack: readonly Step[] = [
  leave(),
  outside(),
  cd("proj"),
  printsNothing(),
  inside("proj"),
];
const bare = { proj: "bare" } as const;

/** From then on everything that is typed there is the environment's own, and wrappers step aside. */
function givePip(bin: string): void {
  for (const name of ["pip", "pip3"]) {
    writeFileSync(join(bin, name), `#!${bin}/python3\nprint("pip ran")\n`, { mode: 0o755 });
  }
}

function git(directory: string, ...words: readonly string[]): void {
  const who = ["-c", "user.name=x", "-c", "user.email=x@example.org"];
  execFileSync("git", [...who, ...words], { cwd: directory, stdio: "ignore" });
}

export const honestWeek: readonly Scenario[] = [
  { name: "Monday: a new project", projects: bare, steps: [...made, ...comesBack] },
  {
    name: "a clone, and an environment made in it",
    prepare: ({ path }) => {
      mkdirSync(join(path, "origin"));
      git(join(path, "origin"), "init", "-q");
      writeFileSync(join(path, "origin/pyproject.toml"), "");
      git(join(path, "origin"), "add", "-A");
      git(join(path, "origin"), "commit", "-qm", "x");
    },
    steps: [
      quietly("git clone -q origin proj"),
      ...made,
      meanwhile(({ path }) => {
        writeFileSync(join(path, "origin/README"), "");
        git(join(path, "origin"), "add", "-A");
        git(join(path, "origin"), "commit", "-qm", "y");
      }),
      quietly("git pull -q"),
      quietly("git worktree add -q ../tree"),
      inside("proj"),
      ...comesBack,
      cd("tree"),
      quietly(create),
      quietly(""),
      inside("tree"),
      ...comesBack,
    ],
  },
  {
    name: "a second project's, made while the first is entered",
    projects: { proj: "bare", other: "bare" },
    steps: [
      ...made,
      meanwhile(({ path }) => givePip(`${path}/proj/.venv/bin`)),
      quietly(""),
      quietly("python3 -m venv --without-pip ../other/.venv"),
      inside("proj"),
      cd("other"),
      quietly(""),
      inside("other"),
    ],
  },
  {
    name: "Tuesday: thrown away and made anew",
    projects: bare,
    steps: [
      ...made,
      quietly("rm -r .venv"),
      quietly(""),
      outside(),
      quietly(create),
      quietly(""),
      inside("proj"),
    ],
  },
  {
    name: "made in one line with the clone",
    projects: bare,
    steps: [
      quietly(({ dialect }) => dialect.and("cd proj", create)),
      quietly(""),
      inside("proj"),
      ...comesBack,
    ],
  },
  {
    name: "Wednesday: packages bring programs",
    projects: bare,
    steps: [
      ...made,
      meanwhile(({ path }) => {
        for (const name of ["black", "pytest", "node", "cmake"]) {
          writeFileSync(join(path, "proj/.venv/bin", name), "", { mode: 0o755 });
        }
      }),
      quietly(""),
      inside("proj"),
      ...comesBack,
    ],
  },
  {
    name: "after a reboot",
    projects: bare,
    alone: true,
    steps: [
      ...made,
      leave(),
      outside(),
      meanwhile(async ({ sandbox, path }) => {
        await sandbox.pyguard(["daemon", "stop"], path);
        rmSync(join(sandbox.runtime, "pyguard"), { recursive: true, force: true });
        await sandbox.pyguard(["daemon", "start"], path);
      }),
      cd("proj"),
      quietly(""),
      inside("proj"),
    ],
  },
  {
    name: "umask 002, a group of one's own",
    shells: ["bash", "zsh", "fish"],
    projects: bare,
    steps: [quietly("umask 002"), ...made, ...comesBack],
  },
  {
    name: "Thursday: an editor's terminal types the activation of what was made here",
    projects: bare,
    environment: () => ({ TERM_PROGRAM: "vscode" }),
    steps: [
      ...made,
      leave(),
      cd("proj"),
      quietly(({ dialect, path }) => dialect.source(`${path}/proj/.venv/bin/${dialect.activate}`)),
      quietly(""),
      inside("proj"),
    ],
  },
  {
    name: "an editor's terminal types the activation of what was there before pyguard",
    projects: { proj: "untrusted" },
    environment: () => ({ TERM_PROGRAM: "vscode" }),
    start: "proj",
    steps: [
      quietly(({ dialect, path }) => dialect.source(`${path}/proj/.venv/bin/${dialect.activate}`)),
      quietly(""),
      inside("proj"),
      leave(),
      outside(),
      cd("proj"),
      printsNothing(),
      inside("proj"),
    ],
  },
  {
    name: "Friday: Debian without python3-venv at first",
    projects: bare,
    steps: [
      cd("proj"),
      meanwhile(({ sandbox, path }) => {
        // Debian's venv leaves a directory behind when it cannot go on.
        const half = `#!/bin/sh\n[ -e '${path}/installed' ] && exec ${python()} "$@"\nmkdir -p .venv/bin; exit 1\n`;
        rmSync(join(sandbox.bin, "python3"), { force: true });
        writeFileSync(join(sandbox.bin, "python3"), half, { mode: 0o755 });
      }),
      types(create),
      types(""),
      outside(),
      meanwhile(({ path }) => {
        writeFileSync(join(path, "installed"), "");
      }),
      quietly(create),
      quietly(""),
      inside("proj"),
      ...comesBack,
      meanwhile(({ sandbox }) => {
        rmSync(join(sandbox.bin, "python3"));
      }),
    ],
  },
  {
    name: "completed later, and installed into on the same line",
    projects: bare,
    steps: [
      cd("proj"),
      meanwhile(({ sandbox, path }) => {
        sandbox.makeVenv(join(path, "proj/.venv"));
        renameSync(join(path, "proj/.venv"), join(path, "ready"));
        const half = `#!/bin/sh\n[ -e .venv ] && exec cp -R '${path}/ready/.' .venv\nmkdir -p .venv/bin; exit 1\n`;
        rmSync(join(sandbox.bin, "python3"), { force: true });
        writeFileSync(join(sandbox.bin, "python3"), half, { mode: 0o755 });
      }),
      types(create),
      types(""),
      outside(),
      quietly(({ dialect }) => dialect.and(create, "pip install x")),
      called(1, ["install", "x"], "proj"),
      quietly(""),
      inside("proj"),
      meanwhile(({ sandbox }) => {
        rmSync(join(sandbox.bin, "python3"));
      }),
    ],
  },
];
