// What counts as entered, left, refused, trusted or broken.

import t from "tap";
import { asBytes } from "../../../daemon/core/bytes.ts";
import { Notice, type Exchanged } from "../../../daemon/core/notice.ts";

const base: Exchanged = {
  place: { shell: "bash", pid: 1, directory: asBytes("/p") },
  isShell: true,
  state: "out",
  environment: asBytes(""),
  marks: asBytes(""),
  isRefused: false,
};

const inside: Exchanged = { ...base, state: "in", environment: asBytes("/p/.venv") };

function typesOf(...exchanges: readonly Exchanged[]): readonly string[] {
  const notice = new Notice();
  return exchanges.flatMap((exchanged) => notice.take(exchanged).map((event) => event.type));
}

const cases: readonly (readonly [string, readonly Exchanged[], readonly string[]])[] = [
  ["walking in", [base, inside], ["entered"]],
  ["walking in and out", [inside, base], ["entered", "left"]],
  ["the same answer twice", [inside, inside], ["entered"]],
  [
    "from one project into the next",
    [inside, { ...inside, environment: asBytes("/q/.venv") }],
    ["entered", "left", "entered"],
  ],
  ["an answer that changes nothing", [inside, { ...base, state: "keep" }, inside], ["entered"]],
  ["a refused pip", [{ ...base, isRefused: true }], ["refused"]],
  ["trust given", [{ ...base, marks: asBytes("u") }, inside], ["trust", "entered"]],
  [
    "trust given by the command line",
    [
      { ...base, marks: asBytes("u") },
      { ...inside, isShell: false },
    ],
    ["trust"],
  ],
  [
    "an environment that breaks",
    [inside, { ...base, marks: asBytes("b") }, { ...base, marks: asBytes("b") }],
    ["entered", "broken", "left"],
  ],
];

for (const [name, exchanges, expected] of cases) {
  t.same(typesOf(...exchanges), expected, name);
}

t.test("a shell that ends leaves what it was in, once", (t) => {
  const notice = new Notice();
  notice.take(inside);
  t.same(notice.end(1), [{ type: "left", ...inside.place, environment: inside.environment }]);
  t.same(notice.end(1), []);
  t.same(notice.end(2), []);
  notice.take(base);
  t.same(notice.end(1), []);
  t.end();
});

t.equal(
  (() => {
    const notice = new Notice();
    for (let pid = 0; pid < 5000; pid += 1) {
      notice.take({ ...inside, place: { ...inside.place, pid } });
    }
    return notice.take({ ...inside, place: { ...inside.place, pid: 0 } }).length;
  })(),
  1,
  "only the newest thousand are remembered",
);
