// One question, one answer, whatever goes wrong between: a shell that asked is told something it can use.

import { asBytes, type Bytes } from "../core/bytes.ts";
import { renderAnswer, type Answer } from "../wire/answer.ts";
import type { Question } from "../wire/question.ts";

export type Answerer = (question: Question) => Promise<Answer>;

/** Beyond this many unanswered questions the next ones hear at once that nothing changes. */
const busyLimit = 256;

export type Exchange = {
  /** The answer's frame; empty where there is none, which hooks hear at once. */
  readonly ask: (question: Question) => Promise<Buffer>;
  readonly pending: () => number;
};

export type ExchangePorts = {
  readonly answerer: Answerer;
  /** Everything that was answered, after the answer is on its way. */
  readonly answered: (question: Question, answer: Answer) => void;
  readonly failed: (what: string, error: unknown) => void;
};

export function createExchange(ports: ExchangePorts): Exchange {
  let pending = 0;
  const answer = async (question: Question): Promise<Buffer> => {
    try {
      const given = await ports.answerer(question);
      const frame = renderAnswer(given);
      ports.answered(question, given);
      return frame;
    } catch (error) {
      ports.failed(`answering ${question.verb}`, error);
      return renderNothing(question);
    }
  };
  return {
    pending: () => pending,
    ask: async (question) => {
      if (pending >= busyLimit) {
        return renderNothing(question);
      }
      pending += 1;
      try {
        return await answer(question);
      } finally {
        pending -= 1;
      }
    },
  };
}

/** For pip no answer at all: whoever asked has the command judged by a run of its own, and does not just run it. */
function renderNothing(question: Question): Buffer {
  return question.verb === "pip" ? Buffer.alloc(0) : renderAnswer(keep(question));
}

/** Change nothing, and ask again at the next prompt: there is no witness in it. */
export function keep(question: Pick<Question, "number" | "directory">): Answer {
  const empty: Bytes = asBytes("");
  return {
    number: question.number,
    directory: question.directory,
    state: "keep",
    environment: empty,
    root: empty,
    name: empty,
    pythonVersion: empty,
    marks: empty,
    witness: empty,
    stamp: empty,
    venvHere: false,
    line: empty,
    decision: "",
    text: empty,
    argv: [],
  };
}
