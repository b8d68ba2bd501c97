// Whatever happens to an interpreter: the next answer is right, with and without a restart, and nothing is asked twice.

import t, { type Test } from "tap";
import { install, type Change } from "./change.ts";
import { surroundings, variables } from "./changes-around.ts";
import { replacements, turns } from "./changes-of-files.ts";
import { breaks } from "./changes-of-health.ts";
import { age, brief, filesIn, makePlace, until } from "./pythons.ts";

t.jobs = 8;

for (const change of [replacements, turns, breaks, surroundings, variables].flat()) {
  for (const isRestarted of [false, true]) {
    const when = isRestarted ? "a new daemon" : "the daemon";
    t.test(`${change.what}: ${when} knows`, { buffered: true }, (t) =>
      check(t, change, isRestarted),
    );
  }
}

async function check(t: Test, row: Change, isRestarted: boolean): Promise<void> {
  const place = makePlace(t);
  const file = (row.before ?? install)(place);
  await age();
  const asker = place.start();
  const before = await asker.ask(file, row.always);
  if (before.kind === "interpreter" && asker.said.length === 0) {
    await until(() => filesIn(place.cache).length === 1, "nothing was kept");
  }
  await row.change(place, asker);
  await age();
  const runs = place.runs();
  const next = isRestarted ? place.start() : asker;
  const differs = { ...row.always, ...row.next?.(place) };
  t.match(brief(await next.ask(file, differs)), row.expect);
  t.equal(place.runs() - runs, row.runs);
  // A shim is asked each time; everything else is known from then on.
  if (!row.expect.source.startsWith("^shim")) {
    t.match(brief(await next.ask(file, differs)), row.expect);
    t.equal(place.runs() - runs, row.runs);
  }
}
