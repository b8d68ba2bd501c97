// The same week in other places: a multiplexer's window, and the account's home on other machines.

import { onMachine } from "../machines.ts";
import { cd, inside, leave, printsNothing } from "../steps.ts";
import type { Scenario } from "../stage.ts";
import { inTmux, type Window } from "../tmux.ts";
import { comesBack, create, made, quietly } from "./honest-week.ts";

export const honestWeekAway: readonly Scenario[] = [
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
