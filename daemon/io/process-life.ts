// Whether a process is still the one it was: a pid is given out again, a pid with its start time is not.

import { memoryUsage } from "node:process";
import { getHeapStatistics } from "node:v8";
import { readProcessStat } from "./process-stat.ts";

/** A process as it can be recognised later. `start` is "0" where the system does not tell. */
export type Life = { readonly pid: number; readonly start: string };

/** The start time of a living process; null when there is none, or only its corpse. */
export function startOf(pid: number): string | null {
  const stat = readProcessStat(pid);
  if (stat === null) {
    return !isTold() && isThere(pid) ? "0" : null;
  }
  return stat.state === "Z" || stat.state === "X" ? null : stat.start;
}

/** Not on other systems, nor in a chroot or a container without /proc. */
function isTold(): boolean {
  return readProcessStat("self") !== null;
}

/** What this process takes; where the system does not tell, what it knows of itself. */
export function ownMemory(): number {
  try {
    return memoryUsage.rss();
  } catch {
    return getHeapStatistics().total_heap_size;
  }
}

export function isAlive(life: Life): boolean {
  return startOf(life.pid) === life.start;
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
