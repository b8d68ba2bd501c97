// One function per question; whoever carries questions calls this and knows nothing else.

import { asBytes, type Bytes } from "../core/bytes.ts";
import type { Answer } from "../wire/answer.ts";
import type { Question } from "../wire/question.ts";
import { answerBye } from "./answer-bye.ts";
import { enter } from "./answer-here.ts";
import { considerEvidence, createBare, type Bare } from "./consider-evidence.ts";
import { describePlace, type Published } from "./describe-place.ts";
import { digestPlace } from "./digest-place.ts";
import { restsOn } from "./rests-on.ts";
import type { Ports } from "./ports.ts";

type Answerer = (question: Question) => Promise<Answer>;

export interface Service {
  readonly answer: Answerer;
  readonly segment: (directory: Bytes) => Promise<Published>;
  /** The directories, besides itself, that the answer for a directory rests on. */
  readonly restsOn: (directory: Bytes) => Promise<readonly Bytes[]>;
  /** Differs when the answer for a directory would differ, whatever the shell. */
  readonly digest: (directory: Bytes) => Promise<string>;
}

/** It remembers where it saw no environment; everything else is asked of the ports each time. */
export function createService(ports: Ports): Service {
  const bare = createBare();
  return {
    answer: async (question) => {
      await considerEvidence(question, ports, bare);
      return answer(question, ports, bare);
    },
    segment: (directory) => describePlace(directory, ports),
    restsOn: (directory) => restsOn(directory, ports),
    digest: (directory) => digestPlace(directory, ports),
  };
}

async function answer(question: Question, ports: Ports, bare: Bare): Promise<Answer> {
  switch (question.verb) {
    case "here": {
      const entered = await enter(question, ports);
      bare.note(question.directory, entered.situation.sighting);
      return entered.answer;
    }
    case "pip":
      return answerEntered(question, ports);
    case "bye":
      await ports.sessions.forget(question.pid);
      return answerBye(question, ports);
  }
}

/** Enters first, then decides as if that had happened. */
async function answerEntered(question: Question, ports: Ports): Promise<Answer> {
  const { answer: entered, situation } = await enter(question, ports);
  const { marks, ...decided } = await ports.answerPip(question, { situation, answer: entered });
  return { ...entered, ...decided, marks: mergeMarks(entered.marks, marks) };
}

function mergeMarks(marks: Bytes, added: Bytes = asBytes("")): Bytes {
  return asBytes([...new Set(`${marks}${added}`)].join(""));
}
