// docs/doctor.md names every kind of finding, and no other.

import fs from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";

const clone = fileURLToPath(new URL("../../../../", import.meta.url));

t.test("docs/doctor.md and the code name the same findings", async (t) => {
  const source = fs.readFileSync(join(clone, "cli/doctor/finding.ts"), "utf8");
  const ids = [...source.matchAll(/^ {2}\| "([\w-]+)"/gm)].map(([, id = ""]) => id);
  const text = fs.readFileSync(join(clone, "docs/doctor.md"), "utf8");
  const told = [...text.matchAll(/^\| `([\w-]+-[\w-]+|configuration)` +\|/gm)].map(
    ([, id = ""]) => id,
  );
  t.same(told.toSorted(), ids.toSorted());
});
