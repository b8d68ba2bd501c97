// Every kind of Python in every place: the line that a refusal shows is typed as it stands, and does what it says.
// The shells share the table out among them; with PYGUARD_TEST_ADVICE=all each of them goes through all of it.

import t from "tap";
import { makeFarm } from "./advice/farm.ts";
import { isolatedRows } from "./advice/isolated.ts";
import { paste } from "./advice/paste.ts";
import { openTable } from "./advice/table-scene.ts";
import { makeTable, takePart } from "./advice/table.ts";
import { canView } from "./advice/view.ts";
import { eachShell } from "./each-shell.ts";
import { findShells } from "./shells.ts";
import { makeThrowAway } from "./throw-away.ts";

// oxlint-disable-next-line node/no-process-env -- what the person who runs the tests set
const isWhole = process.env["PYGUARD_TEST_ADVICE"] === "all";
const fileTimeoutMs = 1_800_000;

if (canView()) {
  const place = makeThrowAway();
  t.teardown(place.remove);
  const farm = makeFarm(place.path);
  const table = makeTable(farm);
  const of = isWhole ? 1 : findShells().here.length;
  const rounds = findShells().here.map(
    ({ title }, turn) => [title, takePart(table, { turn, of })] as const,
  );
  const parts = new Map(rounds);
  eachShell({ title: "advice by kind and place", count: table.length }, async (t, shell) => {
    const scene = await openTable(t, shell, { farm });
    for (const row of [...isolatedRows(farm), ...(parts.get(shell.title) ?? [])]) {
      await t.test(row.name, (t) => paste({ ...scene, t }, row));
    }
  });
  t.setTimeout(fileTimeoutMs);
} else {
  t.pass("advice by kind and place: left out, only root may mount");
}
