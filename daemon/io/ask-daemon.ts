// Asks the daemon that runs, if one does, as a hook would. For the command line, which starts none for it.

import { connect } from "node:net";
import { join } from "node:path";
import { parseAnswer, type Answer } from "../wire/answer.ts";
import { socketName } from "../wire/names.ts";
import { renderQuestion, type Question } from "../wire/question.ts";

/** Null where nobody answers in time. */
export function askDaemon(
  runtimeDirectory: string,
  question: Question,
  limitMs: number,
): Promise<Answer | null> {
  const socket = connect(join(runtimeDirectory, socketName));
  const timer = setTimeout(() => socket.destroy(), limitMs);
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(parseAnswer(Buffer.concat(chunks)));
    });
    socket.end(renderQuestion(question));
  });
}
