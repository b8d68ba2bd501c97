// Whether a process is still the one it was: a pid is given out again, a pid with its start time is not.

import { readFileSync } from "node:fs";

/** A process as it can be recognised later. `start` is "0" where the system does not tell. */
export type Life = { readonly pid: number; readonly start: string };

/** The start time of a living process; null when there is none, or only its corpse. proc_pid_stat(5). */
export function startOf(pid: number): string | null {
  if (process.platform !== "linux") {
    return isThere(pid) ? "0" : null;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The command's name stands in parentheses and may hold anything, more of them too.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? null : (fields[19] ?? null);
  } catch {
    return null;
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
