// The project's table of decisions, row by row, typed at real Pythons with real pips: what is said, what pip then
// says itself, where the package is afterwards, and that nothing else changed.

import t from "tap";
import { runRows } from "./run-rows.ts";
import { specRows, unmade } from "./spec-rows.ts";

runRows(["venvs", "conda", "stores"], [{ title: "decisions", shells: ["bash"], rows: specRows }]);

t.test("rows that cannot be had here", async (t) => {
  for (const { id, why } of unmade()) {
    t.pass(id, { skip: why });
  }
});
