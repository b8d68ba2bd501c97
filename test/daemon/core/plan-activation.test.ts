// Who is manual: the table of the protocol, row by row.

import t from "tap";
import { asBytes } from "../../../daemon/core/bytes.ts";
import { judgeTrust } from "../../../daemon/core/judge-trust.ts";
import {
  planActivation,
  type Place,
  type ShellState,
} from "../../../daemon/core/plan-activation.ts";
import { account, record, trustFacts } from "./facts.ts";

const own = "/home/me/p/.venv";
const other = "/home/me/q/.venv";
const verdict = judgeTrust(trustFacts(), { kind: "record", record: record() }, account);
if (verdict.kind !== "trusted") {
  throw new Error("the facts and the record of the tests must fit");
}
const enter: Place = { kind: "enter", environment: verdict.environment };
const nothing: Place = { kind: "stay-out", own: asBytes("") };
const untrusted: Place = { kind: "stay-out", own: asBytes(own) };
const unseen: Place = { kind: "cannot-tell" };

const plain: ShellState = {
  virtualEnv: asBytes(""),
  active: asBytes(""),
  hasConda: false,
  isBackground: false,
  isLeftByHand: false,
};

type Row = readonly [
  string,
  { readonly [K in keyof ShellState]?: ShellState[K] extends boolean ? boolean : string },
  Place,
  "in" | "out" | "keep",
];

const rows: readonly Row[] = [
  ["nothing active, environment here", {}, enter, "in"],
  ["nothing active, nothing here", {}, nothing, "out"],
  ["nothing active, untrusted here", {}, untrusted, "out"],
  ["ours is active and here", { virtualEnv: own, active: own }, enter, "in"],
  ["ours is active, nothing here", { virtualEnv: other, active: other }, nothing, "out"],
  ["ours is active, another project here", { virtualEnv: other, active: other }, enter, "in"],
  ["ours is active, untrusted is nearer", { virtualEnv: other, active: other }, untrusted, "out"],
  ["activated by hand: this project's own", { virtualEnv: own }, enter, "in"],
  ["the same over ours of another", { virtualEnv: own, active: other }, enter, "in"],
  ["this project's own, after deactivate", { virtualEnv: own, isLeftByHand: true }, enter, "in"],
  ["activated by hand: another", { virtualEnv: other }, enter, "keep"],
  ["activated by hand: another, nothing here", { virtualEnv: other }, nothing, "keep"],
  ["activated by hand: another over ours", { virtualEnv: other, active: own }, enter, "keep"],
  ["activated by hand: not trusted", { virtualEnv: own }, untrusted, "keep"],
  ["there before the first prompt", { virtualEnv: "/opt/env", isBackground: true }, enter, "in"],
  ["the same, nothing here", { virtualEnv: "/opt/env", isBackground: true }, nothing, "out"],
  ["deactivate was typed here", { isLeftByHand: true }, enter, "out"],
  ["conda activated by hand", { hasConda: true }, enter, "keep"],
  ["conda over ours", { hasConda: true, virtualEnv: own, active: own }, enter, "keep"],
  ["this project's own over conda", { hasConda: true, virtualEnv: own }, enter, "in"],
  ["nothing can be seen", {}, unseen, "keep"],
  ["nothing can be seen while in ours", { virtualEnv: own, active: own }, unseen, "keep"],
];

for (const [says, differs, place, expected] of rows) {
  t.test(`${says}: ${expected}`, (t) => {
    const shell: ShellState = {
      ...plain,
      ...differs,
      virtualEnv: asBytes(differs.virtualEnv ?? ""),
      active: asBytes(differs.active ?? ""),
    };
    const plan = planActivation(shell, place);
    t.equal(plan.kind, expected);
    t.equal(plan.kind === "in" ? plan.environment.path : own, own);
    t.end();
  });
}
