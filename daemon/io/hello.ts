// Asks a daemon about itself: to see whether it answers at all, and for `pyguard daemon status`.

import { setTimeout as pause } from "node:timers/promises";
import { parseFrame, questionLimit } from "../wire/frame.ts";
import { converse } from "./converse.ts";
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
  const said = await converse(directory, renderStatusQuestion(), limitMs);
  return parseStatus(parseFrame(said, questionLimit));
}
