// The daemon seen from outside: who it is, whether it answers, how it is stopped.

import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { offName, whyName } from "../wire/names.ts";
import { readBoot } from "./boot.ts";
import { highestClaim, readOwner, type Owner } from "./claim.ts";
import { isAlive } from "./process-life.ts";

/** In good order it is gone in a second. */
const orderlyMs = 2000;
const killedMs = 1000;
const lookMs = 10;

/** The living process that has the highest claim; null when there is none. */
export function findOwner(directory: string): Owner | null {
  try {
    const owner = readOwner(directory, highestClaim(readdirSync(directory)));
    return owner !== null && isAlive(owner) ? owner : null;
  } catch {
    return null;
  }
}

/** Ends the daemon by its pid and start time, never by a name. False when it would not go. */
export async function stopDaemon(directory: string): Promise<boolean> {
  const owner = findOwner(directory);
  if (owner === null) {
    return true;
  }
  // One that hangs or is stopped hears nothing but the second.
  for (const [signal, limitMs] of [
    ["SIGTERM", orderlyMs],
    ["SIGKILL", killedMs],
  ] as const) {
    send(owner.pid, signal);
    if (await isGoneWithin(owner, limitMs)) {
      return true;
    }
  }
  return false;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It was faster.
  }
}

async function isGoneWithin(owner: Owner, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (isAlive(owner)) {
    if (performance.now() > deadline) {
      return false;
    }
    await pause(lookMs);
  }
  return true;
}

/** From now on no hook starts a daemon here, until it is allowed again or the machine has started anew. */
export function forbidStart(directory: string): void {
  writeFileSync(join(directory, offName), `${readBoot()}\n`, { mode: 0o600 });
}

export function allowStart(directory: string): void {
  rmSync(join(directory, offName), { force: true });
}

/** Where the directory outlives a start of the machine, a daemon that was stopped before it may serve again. */
export function forgetOldStop(directory: string): void {
  const meant = readLine(join(directory, offName)) ?? "";
  const boot = readBoot();
  if (meant !== "" && boot !== "" && meant !== boot) {
    allowStart(directory);
  }
}

export function isForbidden(directory: string): boolean {
  forgetOldStop(directory);
  return readLine(join(directory, offName)) !== null;
}

/** Why the last start failed; empty when it did not. */
export function readWhy(directory: string): string {
  const lines = (readText(join(directory, whyName)) ?? "").slice(0, 4096).split("\n");
  const said =
    lines.find((line) => line.startsWith("pyguard: ")) ??
    lines.find((line) => /^\w*Error\b/.test(line)) ??
    lines.find((line) => line.trim() !== "");
  return (said ?? "").replace(/^pyguard: (?:the daemon did not start: )?/, "");
}

function readLine(path: string): string | null {
  return readText(path)?.split("\n")[0] ?? null;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
