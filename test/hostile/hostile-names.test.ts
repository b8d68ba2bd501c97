// Hostile names through each shell's apply and draw: none is changed on the way, none is run. All 50,000: bench/hostile-names.

import t from "tap";
import { findShells } from "../real/shells.ts";
import { applyNames, namingShells } from "./many-names.ts";

t.setTimeout(280_000);

const counts: Readonly<Record<string, number>> = { bash: 10_000, zsh: 10_000, fish: 2000 };

for (const shell of findShells().here.filter(({ name }) => namingShells.includes(name))) {
  const count = counts[shell.title] ?? 2000;
  t.test(`${shell.title} carries ${count} names as they are and runs none`, async (t) => {
    t.same(await applyNames(shell, count), { result: `${count} names, 0 wrong\n`, ran: false });
  });
}
