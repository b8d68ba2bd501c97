// Paths are compared by components.

import * as fc from "fast-check";
import t from "tap";
import { asBytes } from "../../../daemon/core/bytes.ts";
import {
  ancestors,
  basename,
  isUsable,
  isWithin,
  join,
  parent,
} from "../../../daemon/core/path.ts";
import { isNormal } from "../../../daemon/core/walk.ts";

const component = fc
  .string({ unit: "binary-ascii", minLength: 1, maxLength: 8 })
  .filter((name) => !/[/\0]/.test(name) && name !== "." && name !== "..");
const path = fc.array(component, { maxLength: 6 }).map((parts) => asBytes(`/${parts.join("/")}`));

t.test("never takes a prefix of letters for a parent", (t) => {
  t.equal(isWithin(asBytes("/w/proj-evil"), asBytes("/w/proj")), false);
  t.equal(isWithin(asBytes("/w/proj"), asBytes("/w/proj")), true);
  t.equal(isWithin(asBytes("/w/proj/a"), asBytes("/w/proj")), true);
  t.equal(isWithin(asBytes("/w"), asBytes("/w/proj")), false);
  t.end();
});

t.test("is within exactly what its ancestors are", (t) => {
  fc.assert(
    fc.property(
      path,
      path,
      (one, other) => isWithin(one, other) === ancestors(one).includes(other),
    ),
  );
  t.end();
});

t.test("parent and basename join to the path", (t) => {
  fc.assert(
    fc.property(path, (each) => each === "/" || join(parent(each), basename(each)) === each),
  );
  t.end();
});

t.test("knows paths that shells would not spell so", (t) => {
  for (const odd of ["/a/../b", "/a/./b", "//a", "/a/", "a", "", "/..", "/a//b"]) {
    t.equal(isNormal(asBytes(odd)), false, odd);
  }
  for (const plain of ["/", "/a", "/a/.venv", "/a/..b/c...", "/a b/\u00e9"]) {
    t.equal(isNormal(asBytes(plain)), true, plain);
  }
  fc.assert(fc.property(path, isNormal));
  t.end();
});

t.test("refuses what PATH or a reply cannot carry", (t) => {
  for (const odd of ["/a:b", "/a\nb", "/a\u001bb", "/a\u007f", "/a\u00c2\u009b", "relative", ""]) {
    t.equal(isUsable(asBytes(odd)), false, JSON.stringify(odd));
  }
  t.equal(isUsable(asBytes("/o'brien/$x `y` \u00ff")), true);
  t.end();
});
