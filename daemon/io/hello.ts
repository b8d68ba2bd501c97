// Asks a daemon about itself: to see whether it answers at all, and for `pyguard daemon status`.

import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseFrame, questionLimit } from "../wire/frame.ts";
import { socketName } from "../wire/names.ts";
import { parseStatus, renderStatusQuestion, type Status } from "./status.ts";

const tryMs = 200;
const tries = 3;
const betweenMs = 700;

/** Three tries over two seconds: slow is not dead. */
export async function answersWithin(directory: string): Promise<boolean> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    if ((await askStatus(directory, tryMs)) !== null) {
      return true;
    }
    await pause(betweenMs);
  }
  return false;
}

/** The daemon's own account of itself; null when none comes in time. */
export async function askStatus(directory: string, limitMs: number): Promise<Status | null> {
  const socket = connect(join(directory, socketName));
  const timer = setTimeout(() => socket.destroy(), limitMs);
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(parseStatus(parseFrame(Buffer.concat(chunks), questionLimit)));
    });
    socket.end(renderStatusQuestion());
  });
}
