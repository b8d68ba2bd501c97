// Answers `bye`: nobody reads it, yet every question has an answer.

import { asBytes } from "../core/bytes.ts";
import type { Answer } from "../wire/answer.ts";
import type { Question } from "../wire/question.ts";
import type { Ports } from "./ports.ts";

const nothing = asBytes("");

/** A shell that leaves is to change nothing. */
export function answerBye(question: Question, ports: Ports): Answer {
  return {
    number: question.number,
    directory: question.directory,
    state: "keep",
    environment: nothing,
    root: nothing,
    name: nothing,
    pythonVersion: nothing,
    marks: nothing,
    witness: ports.witness(),
    stamp: nothing,
    venvHere: false,
    line: nothing,
    decision: "",
    text: nothing,
    argv: [],
  };
}
