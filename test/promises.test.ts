// Each promise of docs/promises.md has a test that bears its name.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { clone } from "./real/sandbox.ts";

const page = readFileSync(join(clone, "docs/promises.md"), "utf8");
const rows = [...page.matchAll(/^\| (P\d+) +\| \*\*.*$/gm)];

t.equal(rows.length, 10, "ten of them");
for (const [row, promise = ""] of rows) {
  const files = [...row.matchAll(/`(test\/[^`]+\.test\.ts)`/g)].map((match) => match[1] ?? "");
  t.ok(files.length > 0, `${promise}: where it is tested`);
  for (const file of files) {
    t.match(readFileSync(join(clone, file), "utf8"), `${promise}, `, file);
  }
}
