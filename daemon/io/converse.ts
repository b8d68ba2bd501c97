// One frame to the daemon that runs, if one does, and all that it says to it.

import { connect } from "node:net";
import { join } from "node:path";
import { socketName } from "../wire/names.ts";

/** Empty where nobody answers in time; what came until then where the answer takes longer. */
export function converse(
  runtimeDirectory: string,
  question: Buffer,
  limitMs: number,
): Promise<Buffer> {
  const socket = connect(join(runtimeDirectory, socketName));
  const timer = setTimeout(() => socket.destroy(), limitMs);
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks));
    });
    socket.end(question);
  });
}
