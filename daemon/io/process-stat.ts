// What Linux tells of a process in /proc/PID/stat, proc_pid_stat(5).

import { readFileSync } from "node:fs";

export type ProcessStat = {
  /** The command's, at most 15 bytes; a login shell's begins with a dash. */
  readonly name: string;
  /** A letter: `Z` and `X` are corpses. */
  readonly state: string;
  readonly parent: number;
  /** Its process group, and the one in the foreground of its terminal (-1 without one). */
  readonly group: number;
  readonly foreground: number;
  /** When it started, in clock ticks since the boot. */
  readonly start: string;
};

/** Null where there is no such process, or no /proc. */
export function readProcessStat(pid: number | "self"): ProcessStat | null {
  try {
    return parse(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return null;
  }
}

/** The command's name stands in parentheses and may hold anything, more of them too. */
function parse(text: string): ProcessStat | null {
  const open = text.indexOf("(");
  const close = text.lastIndexOf(")");
  const [state = "", parent, group, , , foreground, ...rest] = text.slice(close + 2).split(" ");
  const start = rest[13];
  return start === undefined
    ? null
    : {
        name: text.slice(open + 1, close),
        state,
        parent: Number(parent),
        group: Number(group),
        foreground: Number(foreground),
        start,
      };
}
