// A decision told to people: which pip, which interpreter, what that is, which rule, and how to change it.

import { asBytes, toText, type Bytes } from "../../daemon/core/bytes.ts";
import type { Decision } from "../../daemon/core/pip/decision.ts";
import { describeKind } from "../../daemon/core/pip/kind.ts";
import { showPath } from "../../daemon/core/show-name.ts";
import type { Judgement } from "./judgement.ts";

/** One line of JSON, always with the same keys. */
export function renderJson(decision: Decision, message: Bytes): string {
  const { decision: verdict, exit, rule, reason, kind, interpreter } = decision;
  return `${JSON.stringify({
    decision: verdict,
    exit,
    rule,
    reason: toText(asBytes(reason)),
    kind,
    interpreter: interpreter === null ? null : toText(asBytes(interpreter)),
    message: toText(message),
  })}\n`;
}

/** The chain from the command's name to the decision. */
export function renderChain(judgement: Judgement): string {
  const { name, examined, entered, message } = judgement;
  const { decision, followed, python, mismatch } = examined;
  const lines = [
    ...(entered === "" ? [] : [row("entered", `${show(entered)}, the project's environment`)]),
    ...(followed?.steps ?? []).map((step, index) =>
      row(
        index === 0 ? toText(name) : "",
        index === 0 ? `${show(step.path)}, ${step.what}` : `${step.what} ${show(step.path)}`,
      ),
    ),
    ...(followed?.kind === "missing" ? [row("missing", show(followed.what))] : []),
    ...(python === null
      ? []
      : [
          row("python", show(python.interpreter)),
          row("kind", `${python.kind}: ${describeKind(python.kind)}`),
          row("", `by ${toText(asBytes(python.evidence))}`),
          row("prefix", show(python.prefix)),
        ]),
    ...(mismatch === null ? [] : [row("active", `${show(mismatch.path)}, another environment`)]),
    row("rule", `${decision.rule}: ${toText(asBytes(decision.reason))}`),
    row("decision", sayDecision(decision)),
  ];
  const words = message === "" ? "" : `\n${toText(message)}\n`;
  return `${lines.join("\n")}\n${words}`;
}

function row(name: string, text: string): string {
  return `${name.padEnd(9)} ${text}`;
}

function show(path: Bytes): string {
  return toText(showPath(path));
}

function sayDecision({ decision, exit }: Decision): string {
  switch (decision) {
    case "allow":
      return "allow: it runs as it was typed";
    case "advise":
      return "advise: it runs, after one line";
    case "refuse":
      return `refuse: it does not run, exit status ${exit ?? 3}`;
    case "route":
      return "route: something else runs instead";
  }
}
