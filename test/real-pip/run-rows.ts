// Runs tables of rows in shells: a yard for all, a home and a terminal for each.

import t, { type Test } from "tap";
import { findShells, type Shell, type ShellName } from "../real/shells.ts";
import { runRow } from "./run-row.ts";
import type { Row } from "./row.ts";
import type { Places } from "./spec-exceptions.ts";
import { makeGround, openStage, type Stage } from "./stage.ts";
import type { Family, Yard } from "./yard.ts";

const timeout = 280_000;

export type Plan = {
  readonly title: string;
  readonly shells: readonly ShellName[];
  readonly rows: (places: Places) => readonly Row[];
};

/** The families are those of the yard that the rows speak of. */
export function runRows(families: readonly Family[], plans: readonly Plan[]): void {
  t.setTimeout(timeout);
  const yard = makeGround(t, families);
  if (yard.world === null) {
    t.comment("no world: only root may make one");
  }
  const { here } = findShells();
  for (const plan of plans) {
    for (const shell of here.filter(({ title }) => plan.shells.some((name) => name === title))) {
      t.test(`${plan.title}: ${shell.title}`, { timeout }, (t) =>
        runPlan(t, plan, { yard, shell }),
      );
    }
  }
}

type Setting = { readonly yard: Yard; readonly shell: Shell };

async function runPlan(t: Test, plan: Plan, { yard, shell }: Setting): Promise<void> {
  const stage = await openStage(t, yard, shell);
  for (const row of plan.rows(placesOf(stage))) {
    await t.test(row.name, (t) => runRow(t, row, stage));
  }
}

function placesOf({ yard, sandbox, empty, project }: Stage): Places {
  return { yard, home: sandbox.home, empty, project };
}
