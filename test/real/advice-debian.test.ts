// Debian without python3-venv: what is advised there works for who it is said to.

import t from "tap";
import { debiansPrograms, rowsForAdministrators, rowsForRoot } from "./advice/debian-rows.ts";
import { rowsForOthers } from "./advice/debian-others.ts";
import { administrators, makeGround } from "./advice/farm.ts";
import { paste, type Row } from "./advice/paste.ts";
import { marked } from "./advice/scene.ts";
import { openTable } from "./advice/table-scene.ts";
import { canBecomeUser, canView } from "./advice/view.ts";
import { eachShell } from "./each-shell.ts";
import { makeThrowAway } from "./throw-away.ts";

const fileTimeoutMs = 900_000;

type People = { readonly rows: readonly Row[]; readonly groups?: readonly number[] };

if (marked && canView()) {
  const place = makeThrowAway();
  t.teardown(place.remove);
  const farm = makeGround(place.path);
  const ordinary: readonly People[] = [
    { rows: rowsForAdministrators(farm), groups: [administrators] },
    { rows: rowsForOthers(farm), groups: [] },
  ];
  const people: readonly People[] = [
    { rows: rowsForRoot(farm) },
    ...(canBecomeUser() ? ordinary : []),
  ];
  const count = people.flatMap(({ rows }) => rows).length;
  eachShell({ title: "advice on Debian", count }, async (t, shell) => {
    for (const { rows, ...who } of people) {
      const programs = debiansPrograms(farm);
      const scene = await openTable(t, shell, { farm, programs, ...who });
      for (const row of rows) {
        await t.test(row.name, (t) => paste({ ...scene, t }, row));
      }
      await scene.terminal.close();
    }
  });
  t.setTimeout(fileTimeoutMs);
} else {
  t.pass("advice on Debian: left out, this is no Debian or only root may mount");
}
