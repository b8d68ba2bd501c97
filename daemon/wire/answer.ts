// An answer of protocol 1, field by field.

import { asBytes, type Bytes } from "../core/bytes.ts";
import { answerLimit, parseFrame, protocol, renderFrame } from "./frame.ts";

export type State = "in" | "out" | "keep";
export type Decision = "" | "allow" | "advise" | "refuse" | "route";

export type Answer = {
  /** Equal to the question's, byte for byte. */
  readonly number: Bytes;
  readonly directory: Bytes;
  readonly state: State;
  /** Canonical and absolute; empty unless `in`. */
  readonly environment: Bytes;
  /** A component-wise prefix of `directory`; outside it the hook leaves by itself. */
  readonly root: Bytes;
  readonly name: Bytes;
  readonly pythonVersion: Bytes;
  /** Letters of n u b e s r; spec/wire. */
  readonly marks: Bytes;
  readonly witness: Bytes;
  readonly stamp: Bytes;
  /** Whether `.venv` existed in `directory` when this was answered. */
  readonly venvHere: boolean;
  /** One line for stderr, or empty. */
  readonly line: Bytes;
  /** In an answer to `here`, `allow` says that nothing this environment's own pip does could be refused. */
  readonly decision: Decision;
  /** At most ten lines for stderr. */
  readonly text: Bytes;
  /** `route` only: what to run. */
  readonly argv: readonly Bytes[];
};

const fixedFields = 15;
const states: ReadonlySet<string> = new Set<State>(["in", "out", "keep"]);
const decisions: ReadonlySet<string> = new Set<Decision>([
  "",
  "allow",
  "advise",
  "refuse",
  "route",
]);

/** Writes one answer. Throws where it would not fit 16 KiB: no hook would take it. */
export function renderAnswer(answer: Answer): Buffer {
  const route = answer.decision === "route" ? [String(answer.argv.length), ...answer.argv] : [];
  const frame = renderFrame(
    [
      protocol,
      answer.number,
      answer.directory,
      answer.state,
      answer.environment,
      answer.root,
      answer.name,
      answer.pythonVersion,
      answer.marks,
      answer.witness,
      answer.stamp,
      answer.venvHere ? "1" : "0",
      answer.line,
      answer.decision,
      answer.text,
      ...route,
    ].map(asBytes),
  );
  if (frame.length > answerLimit) {
    throw new Error(`an answer of ${frame.length} bytes is over ${answerLimit}`);
  }
  return frame;
}

/** Reads one answer; null for anything a hook would not take. For the command line and for tests. */
export function parseAnswer(frame: Buffer): Answer | null {
  const fields = parseFrame(frame, answerLimit);
  if (fields === null || fields.length < fixedFields || fields[0] !== protocol) {
    return null;
  }
  const at = (index: number): Bytes => fields[index] ?? asBytes("");
  const state = at(3);
  const decision = at(13);
  if (!isState(state) || !isDecision(decision) || !fitsCount(fields, decision)) {
    return null;
  }
  return {
    number: at(1),
    directory: at(2),
    state,
    environment: at(4),
    root: at(5),
    name: at(6),
    pythonVersion: at(7),
    marks: at(8),
    witness: at(9),
    stamp: at(10),
    venvHere: at(11) === "1",
    line: at(12),
    decision,
    text: at(14),
    argv: fields.slice(fixedFields + 1),
  };
}

function fitsCount(fields: readonly Bytes[], decision: Decision): boolean {
  if (decision !== "route") {
    return fields.length === fixedFields;
  }
  return Number(fields[fixedFields]) === fields.length - fixedFields - 1;
}

function isState(field: string): field is State {
  return states.has(field);
}

function isDecision(field: string): field is Decision {
  return decisions.has(field);
}
