// Starts the daemon by the same launcher as the hooks do, and waits until it answers.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { toText } from "../../daemon/core/bytes.ts";
import { readWhy } from "../../daemon/io/control.ts";
import { askStatus } from "../../daemon/io/hello.ts";
import type { Status } from "../../daemon/io/status.ts";
import { compareVersions } from "../../daemon/io/version.ts";
import type { Context } from "../context.ts";

export type StartedDaemon =
  | { readonly kind: "answers"; readonly status: Status }
  | { readonly kind: "failed"; readonly reason: string };

/** Taking over from one that hangs takes two seconds of asking first. */
const startMs = 6000;
const lookMs = 20;
const answerMs = 500;

/** `directory` is the runtime directory. An older daemon there is taken over from; waits up to six seconds. */
export async function startDaemon(directory: string, context: Context): Promise<StartedDaemon> {
  const refusal = await launch(directory, context);
  if (refusal !== null) {
    return { kind: "failed", reason: refusal };
  }
  const deadline = performance.now() + startMs;
  while (performance.now() < deadline) {
    const status = await askStatus(directory, answerMs);
    // An older one still answers while ours takes over from it.
    if (status !== null && compareVersions(status.version, context.version) >= 0) {
      return { kind: "answers", status };
    }
    const why = readWhy(directory);
    if (why !== "" && status === null) {
      return { kind: "failed", reason: why };
    }
    await pause(lookMs);
  }
  return { kind: "failed", reason: `nothing answered within ${startMs / 1000} seconds` };
}

/** Runs the launcher; what it says when it fails, else null. */
async function launch(directory: string, context: Context): Promise<string | null> {
  const child = spawn(
    `${toText(context.programHome)}/daemon/launch`,
    ["daemon", directory, "--force"],
    { stdio: ["ignore", "ignore", "pipe"], timeout: startMs },
  );
  const words: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => words.push(chunk));
  try {
    const [status] = await once(child, "close");
    const said = Buffer.concat(words).toString("utf8").trim();
    return status === 0
      ? null
      : said.replace(/^pyguard: /, "") || `the launcher ended with ${status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
