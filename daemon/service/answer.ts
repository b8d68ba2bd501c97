// One function per question; whoever carries questions calls this and knows nothing else.

import { asBytes, type Bytes } from "../core/bytes.ts";
import type { Answer } from "../wire/answer.ts";
import type { Question } from "../wire/question.ts";
import { answerBye } from "./answer-bye.ts";
import { answerHere, enterFirst } from "./answer-here.ts";
import { digestPlace } from "./digest-place.ts";
import type { Ports } from "./ports.ts";

export type Answerer = (question: Question) => Promise<Answer>;

export interface Service {
  readonly answer: Answerer;
  /** Differs when the answer for a directory would differ, whatever the shell. */
  readonly digest: (directory: Bytes) => Promise<string>;
}

export function createService(ports: Ports): Service {
  return {
    answer: (question) => answer(question, ports),
    digest: (directory) => digestPlace(directory, ports),
  };
}

function answer(question: Question, ports: Ports): Promise<Answer> {
  switch (question.verb) {
    case "here":
      return answerHere(question, ports);
    case "pip":
      return answerEntered(question, ports);
    case "bye":
      return Promise.resolve(answerBye(question, ports));
  }
}

/** Enters first, then decides as if that had happened. */
async function answerEntered(question: Question, ports: Ports): Promise<Answer> {
  const { answer: entered, situation } = await enterFirst(question, ports);
  const { marks, ...decided } = await ports.answerPip(question, { situation, answer: entered });
  return { ...entered, ...decided, marks: asBytes(`${entered.marks}${marks ?? ""}`) };
}
