// Asks the daemon that runs, if one does, as a hook would. For the command line, which starts none for it.

import { parseAnswer, type Answer } from "../wire/answer.ts";
import { renderQuestion, type Question } from "../wire/question.ts";
import { converse } from "./converse.ts";

/** Null where nobody answers in time. */
export async function askDaemon(
  runtimeDirectory: string,
  question: Question,
  limitMs: number,
): Promise<Answer | null> {
  return parseAnswer(await converse(runtimeDirectory, renderQuestion(question), limitMs));
}
