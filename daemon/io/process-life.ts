// Whether a process is still the one it was: a pid is given out again, a pid with its start time is not.

import { readProcessStat } from "./process-stat.ts";

/** A process as it can be recognised later. `start` is "0" where the system does not tell. */
export type Life = { readonly pid: number; readonly start: string };

/** The start time of a living process; null when there is none, or only its corpse. */
export function startOf(pid: number): string | null {
  if (process.platform !== "linux") {
    return isThere(pid) ? "0" : null;
  }
  const stat = readProcessStat(pid);
  return stat === null || stat.state === "Z" || stat.state === "X" ? null : stat.start;
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
