// What is cut is whole when it is put together again.

import { array, assert, integer, property } from "fast-check";
import t from "tap";
import { cut } from "../../../daemon/core/cut.ts";

t.test("nothing is lost, nothing is twice, and no part is too big", async (t) => {
  assert(
    property(array(integer()), integer({ min: 1, max: 20 }), (items, size) => {
      const parts = cut(items, size);
      t.strictSame(parts.flat(), items);
      t.ok(parts.every(({ length }) => length > 0 && length <= size));
    }),
  );
});
