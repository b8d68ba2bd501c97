// Fifty thousand hostile names through each shell's reading, applying and prompt: none is changed on the way, none is run.

import t from "tap";
import { findShells } from "../real/shells.ts";
import { applyNames } from "./many-names.ts";

const count = 50_000;

t.setTimeout(290_000);
t.jobs = 2;

// The slowest ones first.
for (const shell of findShells().here.toReversed()) {
  const title = `${shell.title} carries ${count} names as they are and runs none`;
  t.test(title, { buffered: true, timeout: 290_000 }, async (t) => {
    t.same(await applyNames(shell, count), { result: `${count} names, 0 wrong\n`, ran: false });
  });
}
