// The nearest `.venv` ends the search, and somebody else's directory does too.

import t from "tap";
import { discover, findOpen } from "../../../daemon/core/discover.ts";
import type { Level } from "../../../daemon/core/facts.ts";
import { account, alice, byRoot, level, root } from "./facts.ts";

const venv = [".venv"];

type Row = readonly [string, readonly Level[], string];

const rows: readonly Row[] = [
  ["finds it here", [level("/h/p", venv)], "/h/p"],
  ["finds it above", [level("/h/p/src", []), level("/h/p", venv)], "/h/p"],
  ["takes the nearest", [level("/h/p/sub", venv), level("/h/p", venv)], "/h/p/sub"],
  ["none is none", [level("/h/p", [])], "top"],
  ["root's directories are searched", [level("/srv/p", venv, byRoot)], "/srv/p"],
  [
    "names what stands above, in directories of the same other owner",
    [level("/s/p/src", [], { uid: alice }), level("/s/p", venv, { uid: alice })],
    "/s/p",
  ],
  [
    "and in nobody else's above that",
    [level("/s/p", [], { uid: alice }), level("/s", venv, byRoot)],
    "foreign",
  ],
  ["names it where one stands in it", [level("/s/p", venv, { uid: alice })], "/s/p"],
  [
    "never goes above somebody else's directory",
    [level("/s/p", []), level("/s", [], { uid: alice }), level("/", venv, byRoot)],
    "foreign",
  ],
  [
    "names what stands in the first one of somebody else's",
    [level("/s/p", []), level("/s", venv, { uid: alice })],
    "/s",
  ],
  [
    "CVE-2022-24765: never looks at what stands above in a directory that others can write to",
    [level("/tmp/me", []), level("/tmp", venv, { ...byRoot, mode: 0o1777 })],
    "writable",
  ],
  [
    "nor in one that a group can write to",
    [level("/g/p", []), level("/g", venv, { mode: 0o775, gid: 50 })],
    "writable",
  ],
  [
    "one's own group alone is nobody else",
    [level("/h/p", []), level("/h", venv, { mode: 0o775 })],
    "/h",
  ],
  ["names it where one stands there", [level("/tmp", venv, { ...byRoot, mode: 0o1777 })], "/tmp"],
];

for (const [says, levels, expected] of rows) {
  t.test(says, (t) => {
    const found = discover(levels, account, "top");
    t.equal(found.kind === "none" ? found.stop : found.candidate.level.canonical, expected);
    t.end();
  });
}

t.test("what has to be closed before an environment here is trusted, where one can", (t) => {
  const below = (above: Partial<Level["fact"]>): readonly Level[] => [
    level("/srv/lab/p", []),
    level("/srv/lab", [], above),
    level("/srv", [], byRoot),
  ];
  const lab = "/srv/lab";
  t.equal(findOpen(below({ ...byRoot, gid: 50, mode: 0o2775 }), account), null);
  t.same(findOpen(below({ gid: 50, mode: 0o2775 }), account), [lab], "one's own can be closed");
  t.same(findOpen(below({ ...byRoot, mode: 0o1777 }), account), [], "a sticky bit keeps it");
  t.same(findOpen(below({ uid: alice, mode: 0o755 }), account), [], "its owner is asked about");
  const here = (fact: Partial<Level["fact"]>) => [level(lab, [], fact)];
  t.same(findOpen(here({ gid: 50, mode: 0o775 }), account), [lab]);
  t.same(findOpen(here({ mode: 0o777 }), account), [lab]);
  t.same(findOpen(here({ gid: 50, mode: 0o2775 }), account), null, "a group's on purpose");
  t.same(findOpen(here({ gid: 50, mode: 0o2755 }), account), []);
  t.same(findOpen(here({ ...byRoot, mode: 0o1777 }), root), null, "root does not close /tmp");
  t.same(findOpen(here({ uid: alice }), account), null);
  t.same(findOpen([], account), null, "a home");
  t.end();
});

t.test("what is said of somebody else's directory is not why the search ends above it", (t) => {
  const levels = [level("/home/bob/p", [], { uid: alice }), level("/home/bob", [], { uid: alice })];
  t.same(discover(levels, account, "home"), { kind: "none", stop: "foreign" });
  t.end();
});

t.test("to root everybody else is somebody else", (t) => {
  t.same(discover([level("/h/p", []), level("/h", venv, byRoot)], root, "top"), {
    kind: "none",
    stop: "foreign",
  });
  t.end();
});
