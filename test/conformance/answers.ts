// Answers as they may arrive, and whether a hook takes them: one table for every reader.

import { asBytes } from "../../daemon/core/bytes.ts";
import type { Answer } from "../../daemon/wire/answer.ts";
import { renderAnswer } from "../../daemon/wire/answer.ts";
import type { Question } from "../../daemon/wire/question.ts";
import { fieldsOf, frameOf, goodAnswer } from "./fake-daemon.ts";

export type AnswerCase = {
  readonly name: string;
  /** Whether the environment in the answer must then be entered; else nothing at all may change. */
  readonly taken: boolean;
  readonly frame: (question: Question) => Buffer;
};

/** Every case enters `DIRECTORY/.venv`, or would. */
function entering(question: Question, changes: Partial<Answer> = {}): Answer {
  return goodAnswer(question, {
    state: "in",
    environment: asBytes(`${question.directory}/.venv`),
    name: asBytes("name"),
    pythonVersion: asBytes("3.12.1"),
    venvHere: true,
    ...changes,
  });
}

/** The entering answer with one field, counted from 1 as the specification does, put in another way. */
function spoiled(
  name: string,
  field: number,
  value: string | ((given: string) => string),
): AnswerCase {
  return {
    name,
    taken: false,
    frame: (question) => {
      const fields = fieldsOf(entering(question));
      fields[field - 1] = typeof value === "string" ? value : value(fields[field - 1] ?? "");
      return frameOf(fields);
    },
  };
}

function reframed(name: string, change: (frame: Buffer, question: Question) => Buffer): AnswerCase {
  const frame = (question: Question): Buffer => change(renderAnswer(entering(question)), question);
  return { name, taken: false, frame };
}

function taken(name: string, changes: (question: Question) => Partial<Answer>): AnswerCase {
  const frame = (question: Question): Buffer => renderAnswer(entering(question, changes(question)));
  return { name, taken: true, frame };
}

/** What would be left behind if a field were ever evaluated. */
export const canary = "evaluated";
const code = `$(touch ${canary})\`touch ${canary}\``;
const subscript = `a[$(touch ${canary})]`;

export const answerCases: readonly AnswerCase[] = [
  taken("a whole answer", () => ({})),
  taken("an outer directory as root", ({ directory }) => ({
    root: asBytes(directory.replace(/\/[^/]*$/, "")),
  })),
  taken("marks, a stamp and an advice", () => ({
    marks: asBytes("e"),
    decision: "advise",
    text: asBytes("advice"),
  })),
  taken("code in the name", () => ({ name: asBytes(code) })),
  taken("code in the version", () => ({ pythonVersion: asBytes(code) })),
  taken("code in the witness", () => ({ witness: asBytes(code) })),
  taken("code in the stamp", () => ({ stamp: asBytes(code) })),
  taken("a subscript in marks", () => ({ marks: asBytes(subscript) })),
  taken("format directives in the name", () => ({ name: asBytes("%s%n%x %F{red}") })),
  taken("a route", () => ({ decision: "route", argv: [asBytes("uv"), asBytes("add")] })),
  reframed("nothing", () => Buffer.alloc(0)),
  reframed("a frame without its end", (frame) => frame.subarray(0, -2)),
  reframed("a frame without its last NUL", (frame) => frame.subarray(0, -1)),
  reframed("half a frame", (frame) => frame.subarray(0, frame.length / 2)),
  reframed("a frame and more", (frame) => Buffer.concat([frame, Buffer.from("more\0")])),
  reframed("a frame twice", (frame) => Buffer.concat([frame, frame])),
  reframed("lines instead of fields", (frame) =>
    Buffer.from(frame.toString("latin1").replaceAll("\0", "\n"), "latin1"),
  ),
  reframed("garbage", () => Buffer.from([0xff, 0xfe, 0, 0x1b, 0x5d, 0x30, 0, 0x2e, 0])),
  reframed("more than 16 KiB", (_, question) => {
    const fields = fieldsOf(entering(question));
    fields[6] = "x".repeat(16 * 1024);
    return frameOf(fields);
  }),
  reframed("one field less", (_, question) =>
    frameOf(fieldsOf(entering(question)).toSpliced(9, 1)),
  ),
  reframed("one field more", (_, question) =>
    frameOf(fieldsOf(entering(question)).toSpliced(9, 0, "more")),
  ),
  spoiled("another protocol", 1, "pyguard/2"),
  spoiled("an older protocol", 1, "pyguard/0"),
  spoiled("another number", 2, (number) => `${Number(number) + 1}`),
  spoiled("the same number written otherwise", 2, (number) => `0${number}`),
  spoiled("no number", 2, ""),
  spoiled("a subscript for a number", 2, subscript),
  spoiled("another directory", 3, "/"),
  spoiled("the directory with a slash", 3, (directory) => `${directory}/`),
  spoiled("the directory in capitals", 3, (directory) => directory.toUpperCase()),
  spoiled("a pattern for a directory", 3, "*"),
  spoiled("an unknown state", 4, "inside"),
  spoiled("a state in capitals", 4, "IN"),
  spoiled("no state", 4, ""),
  spoiled("an environment with a colon", 5, (environment) => `${environment}:/bin`),
  spoiled("an environment with a control byte", 5, (environment) => `${environment}\u001B[2J`),
  spoiled("an environment with a newline", 5, (environment) => `${environment}\nx`),
  spoiled("an environment that is relative", 5, ".venv"),
  spoiled("an environment that is empty", 5, ""),
  spoiled("out with an environment", 4, "out"),
  spoiled("keep with an environment", 4, "keep"),
  spoiled("a root beside the directory", 6, (root) => `${root}2`),
  spoiled("a root that is a part of a name", 6, (root) => root.slice(0, -1)),
  spoiled("a root below the directory", 6, (root) => `${root}/below`),
  spoiled("no root", 6, ""),
  spoiled("a pattern for a root", 6, "/*"),
  spoiled("an unknown decision", 14, "maybe"),
  spoiled("a route without a count", 14, "route"),
  reframed("a route with a count too high", (_, question) => frameOf(routed(question, "3"))),
  reframed("a route with a count too low", (_, question) => frameOf(routed(question, "1"))),
  reframed("a route with code for a count", (_, question) => frameOf(routed(question, subscript))),
];

function routed(question: Question, count: string): string[] {
  const fields = fieldsOf(
    entering(question, { decision: "route", argv: [asBytes("uv"), asBytes("add")] }),
  );
  fields[15] = count;
  return fields;
}
