// Answers for one pip command: gathers, judges, words.

import { bash } from "../../shells/bash.ts";
import { findShell } from "../../shells/registry.ts";
import { asBytes } from "../core/bytes.ts";
import { routeArgv } from "../core/pip/route.ts";
import type { Question } from "../wire/question.ts";
import { examine } from "./examine-pip.ts";
import type { PipPorts } from "./pip-ports.ts";
import type { AnswerPip, Entered, PipAnswer } from "./ports.ts";
import { wordDecision } from "./word-pip.ts";

/** Fails open: a file system that does not answer lets the command run, with one line. */
export function createAnswerPip(ports: PipPorts): AnswerPip {
  return async (question, entered) => {
    try {
      return await answerPip(question, entered, ports);
    } catch (error) {
      if (ports.isUnreadable(error)) {
        return unchecked;
      }
      throw error;
    }
  };
}

/** Whoever waits for a server that is gone has trouble enough. */
const unchecked: PipAnswer = {
  decision: "advise",
  text: asBytes(
    "pyguard: a file system that this rests on does not answer, so this runs unchecked",
  ),
  argv: [],
};

async function answerPip(
  question: Question,
  entered: Entered,
  ports: PipPorts,
): Promise<PipAnswer> {
  const examined = await examine(question, entered, ports);
  const { decision, facts } = examined;
  const speech = findShell(question.shell) ?? bash;
  return {
    decision: decision.decision,
    text: await wordDecision(question, { examined, entered, speech }, ports),
    argv: (routeArgv(decision, facts) ?? []).map(asBytes),
    marks: asBytes((examined.mismatch ?? examined.moved) === null ? "" : "e"),
  };
}
