// Every row of the table of decisions, through the pure function; and rows that are none.

import t from "tap";

import { assume } from "../../../../daemon/core/pip/assume.ts";
import { readRows } from "./decisions.ts";

const rows = readRows();

t.test("decides every row of the table as the table says", async (t) => {
  const answers = assume(rows, null);
  t.equal(rows.length, 120);
  rows.forEach((row, at) => {
    const answer = answers[at];
    const { decision, exit, rule } = answer?.kind === "assumed" ? answer.decision : {};
    t.same(
      { decision, exit, rule },
      { decision: row.expect, exit: row.exit, rule: row.rule },
      row.id,
    );
  });
});

t.test("judges one row as well as an array of rows", async (t) => {
  t.same(assume(rows[0], null), assume([rows[0]], null));
});

t.test("a command of its own replaces that of each row", async (t) => {
  const answers = assume(rows.slice(0, 3), ["pip", "list"]);
  t.strictSame(
    answers.map((answer) => answer.kind === "assumed" && answer.decision.rule),
    ["N2-no-env-change", "N2-no-env-change", "N2-no-env-change"],
  );
});

t.test("answers 20,000 rows in order, in far less than their time", async (t) => {
  const many = Array.from({ length: 20_000 }, (_, at) => rows[at % rows.length]);
  const start = process.hrtime.bigint();
  const answers = assume(many, null);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  t.equal(answers.length, many.length);
  t.ok(seconds < 10, `${seconds} s`);
  t.ok(
    answers.every(
      (answer, at) => answer.kind === "assumed" && answer.decision.rule === many[at]?.rule,
    ),
  );
});

const good = { id: "X1", argv: ["pip", "install", "x"], target_kind: "global" };
const bad: readonly (readonly [unknown, string])[] = [
  ["pip install x", "row 1 is not an object"],
  [null, "row 1 is not an object"],
  [{ ...good, argv: undefined }, "row 1 (X1): argv is missing"],
  [{ ...good, argv: [] }, "row 1 (X1): argv is missing"],
  [{ ...good, argv: "pip" }, "row 1 (X1): argv is not a list of texts"],
  [{ ...good, argv: ["pip", 3] }, "row 1 (X1): argv is not a list of texts"],
  [{ argv: ["pip"] }, "row 1: target_kind is missing"],
  [{ ...good, target_kind: "toaster" }, "row 1 (X1): target_kind is no kind of interpreter"],
  [{ ...good, target_kind: "constructor" }, "row 1 (X1): target_kind is no kind of interpreter"],
  [{ ...good, env: { CI: true } }, "row 1 (X1): env does not hold texts"],
  [{ ...good, env: [] }, "row 1 (X1): env does not hold texts"],
  [{ ...good, facts: [] }, "row 1 (X1): facts is not an object"],
  [
    { ...good, facts: { writeable: false } },
    "row 1 (X1): facts.writeable is no fact that is known",
  ],
  [{ ...good, facts: { route: "on" } }, "row 1 (X1): facts.route is none of off, auto"],
  [{ ...good, facts: { writable: "no" } }, "row 1 (X1): facts.writable is not true or false"],
  [{ ...good, facts: { prefix: 7 } }, "row 1 (X1): facts.prefix is not a text"],
  [{ ...good, facts: { site_dirs: "/x" } }, "row 1 (X1): facts.site_dirs is not a list of texts"],
  [
    { ...good, facts: { python_kind: "x" } },
    "row 1 (X1): facts.python_kind is no kind of interpreter",
  ],
  [{ ...good, facts: { config: "x" } }, "row 1 (X1): facts.config is not an object"],
  [
    { ...good, facts: { config: { global: { user: true } } } },
    "row 1 (X1): facts.config.global does not hold texts",
  ],
];

t.test("a bad row is told by number, id and field, and stops no other", async (t) => {
  for (const [row, problem] of bad) {
    const [first, second] = assume([row, good], null);
    t.same(first, { kind: "bad-row", problem }, problem);
    t.equal(second?.kind, "assumed");
  }
});

t.test("null and absent facts are the ordinary ones", async (t) => {
  const facts = { project_venv: null, writable: null, config: null };
  t.same(assume({ ...good, facts }, null), assume(good, null));
});
