// Fifty thousand hostile names through a shell's reading, applying and prompt, in two halves side by side.

import t from "tap";
import { findShells, type ShellName } from "../real/shells.ts";
import { applyNames } from "./many-names.ts";

const half = 25_000;

/** None is changed on the way, and none is run. */
export function carriesNames(names: readonly ShellName[]): void {
  t.setTimeout(290_000);
  t.jobs = 2;
  for (const shell of findShells().here.filter(({ name }) => names.includes(name))) {
    for (const from of [0, half]) {
      const title = `${shell.title} carries the names from ${from} on as they are: ${half}`;
      t.test(title, { buffered: true, timeout: 290_000 }, async (t) => {
        const carried = await applyNames(shell, { from, count: half });
        t.same(carried, { result: `${half} names, 0 wrong`, ran: false });
      });
    }
  }
}
