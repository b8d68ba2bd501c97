// A table of faults: each breaks one thing in a machine that is well; it is found, nothing else is, and what is said
// mends it.

import type { Test } from "tap";
import type { Finding } from "../../../cli/doctor/finding.ts";
import type { Changes, Machine } from "./machine.ts";
import { mend } from "./mend.ts";

type Spoiled = Changes | void;

export type Fault<Here extends Machine> = {
  readonly name: string;
  readonly isForRoot?: boolean;
  /** Breaks it; may give what the doctor is called with. */
  readonly spoil: (here: Here) => Spoiled | Promise<Spoiled>;
  readonly finds: (here: Here) => readonly Partial<Record<keyof Finding, unknown>>[];
};

/** `prepare` makes a fresh machine for each. */
export async function findEach<Here extends Machine>(
  t: Test,
  faults: readonly Fault<Here>[],
  prepare: () => Here | Promise<Here>,
): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  for (const { name, spoil, finds } of faults.filter((each) => isRoot || !each.isForRoot)) {
    const here = await prepare();
    const changes = (await spoil(here)) ?? {};
    const { findings } = await here.examine(changes);
    const wanted = finds(here);
    t.match(findings, wanted, name);
    t.equal(findings.length, wanted.length, `${name}: nothing else`);
    await mend(t, here, { findings, changes });
  }
}
