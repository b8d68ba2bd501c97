// A record says exactly what it said when it was written, or nothing.

import * as fc from "fast-check";
import t from "tap";
import { asBytes } from "../../../daemon/core/bytes.ts";
import { parseTrustRecord, renderTrustRecord } from "../../../daemon/core/trust-record.ts";
import { record } from "./facts.ts";

t.test("paths of any bytes come back as they were", (t) => {
  const path = fc
    .uint8Array({ maxLength: 40 })
    .map((array) => asBytes(`/${Buffer.from(array).toString("latin1")}`));
  fc.assert(
    fc.property(path, path, (named, project) => {
      const written = record({ named, path: named, project });
      t.same(parseTrustRecord(renderTrustRecord(written)), written);
      return !renderTrustRecord(written).includes("\n");
    }),
    { numRuns: 200 },
  );
  t.end();
});

t.test("anything missing, or of another kind, is no record", (t) => {
  const whole: Record<string, unknown> = JSON.parse(renderTrustRecord(record()));
  for (const key of Object.keys(whole)) {
    for (const wrong of [undefined, null, 7.5, [], {}, "x", true, "relative/path", -1]) {
      const changed = JSON.stringify({ ...whole, [key]: wrong });
      const isFree = key === "boot" && typeof wrong === "string";
      const isList = (key === "owners" || key === "shadows") && Array.isArray(wrong);
      t.equal(
        parseTrustRecord(asBytes(changed)) === null,
        !isFree && !isList,
        `${key} ${JSON.stringify(wrong)}`,
      );
    }
  }
  t.end();
});

t.test("nothing makes it throw", (t) => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.json()),
      (text) => parseTrustRecord(asBytes(text)) === null,
    ),
  );
  t.end();
});
