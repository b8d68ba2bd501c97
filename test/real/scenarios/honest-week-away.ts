// The same week in other places: a multiplexer's window, and the account's home on other machines.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { python } from "../python.ts";
import { onMachine } from "../machines.ts";
import { cd, inside, leave, outside, printsNothing } from "../steps.ts";
import type { Scenario } from "../stage.ts";
import { inTmux, type Window } from "../tmux.ts";
import { comesBack, create, made, quietly } from "./honest-week.ts";

/** What each tool is typed like; all of them make `.venv`, as they do where they are told to keep it in the project. */
const tools: Readonly<Record<string, string>> = {
  uv: "uv sync",
  virtualenv: "virtualenv .venv",
  poetry: "poetry install",
  pdm: "pdm install",
  hatch: "hatch env create",
  pipenv: "pipenv install",
};

export const honestWeekAway: readonly Scenario[] = [
  {
    name: "other tools make environments too",
    alone: true,
    projects: Object.fromEntries(Object.keys(tools).map((name) => [name, "bare"])),
    prepare: ({ sandbox }) => {
      for (const name of Object.keys(tools)) {
        const program = `#!/bin/sh\nexec ${python()} -m venv --without-pip .venv\n`;
        writeFileSync(join(sandbox.bin, name), program, { mode: 0o755 });
      }
    },
    steps: Object.entries(tools).flatMap(([name, line]) => [
      cd(name),
      quietly(line),
      quietly(""),
      inside(name),
      leave(),
      outside(),
      cd(name),
      printsNothing(),
      inside(name),
    ]),
  },
  {
    name: "tmux, started in the project: windows there and elsewhere",
    projects: { proj: "bare", next: "trusted" },
    steps: [
      ...made,
      inTmux("proj", async (window, { t, path }) => {
        t.match(await environmentIn(window), { active: `${path}/proj/.venv`, entries: 1 });
        await window.types(`cd ${path}`);
        t.match(await environmentIn(window), { active: "", entries: 0 });
        await window.types("cd next");
        t.match(await environmentIn(window), { active: `${path}/next/.venv`, entries: 1 });
        t.notMatch(window.screen(), /pyguard:/u, "nothing is said");
      }),
      inside("proj"),
    ],
  },
  {
    name: "one home, three machines",
    projects: { proj: "bare", next: "bare" },
    alone: true,
    steps: [
      ...made,
      leave(),
      onMachine(
        { name: "two" },
        ...comesBack.slice(2),
        cd("next"),
        quietly(create),
        quietly(""),
        inside("next"),
      ),
      onMachine(
        { name: "three" },
        cd("next"),
        printsNothing(),
        inside("next"),
        cd("proj"),
        inside("proj"),
      ),
      cd("next"),
      printsNothing(),
      inside("next"),
    ],
  },
];

type Entered = { readonly active: string; readonly entries: number };

/** Which environment a window's shell is in, and how often environments stand on its PATH. */
async function environmentIn(window: Window): Promise<Entered> {
  let seen = await window.variables();
  // A daemon on a busy machine may miss a prompt.
  for (let tries = 0; tries < 3 && seen.get("VIRTUAL_ENV") !== activeIn(seen); tries += 1) {
    seen = await window.variables();
  }
  const entries = (seen.get("PATH") ?? "")
    .split(":")
    .filter((entry) => entry.endsWith("/.venv/bin"));
  return { active: activeIn(seen), entries: entries.length };
}

const activeIn = (seen: ReadonlyMap<string, string>): string =>
  (seen.get("PYGUARD_ACTIVE") ?? "").split(":")[0] ?? "";
