// The shell in which somebody typed the command that runs now.

import { readFileSync } from "node:fs";
import { readProcessStat } from "../../daemon/io/process-stat.ts";
import { findShell } from "../../shells/registry.ts";
import type { Shell } from "../../shells/shell.ts";

/** The shell above, if it is one that somebody types in: scripts do not count. */
export function findTyping(): Shell | undefined {
  const own = readProcessStat("self");
  const above = readProcessStat(process.ppid);
  if (own === null || above === null || own.group !== own.foreground) {
    return undefined;
  }
  const shell = findShell(above.name.replace(/^-/, ""));
  // A shell gives what is typed a job of its own; PowerShell has no jobs, and is told what to run when it starts.
  const isTyping = shell?.name === "pwsh" ? isForPeople() : own.group !== above.group;
  return isTyping ? shell : undefined;
}

const harmless = /^-(?:i|interactive|l|login|nol|nologo|nop|noprofile|noe|noexit)$/i;

function isForPeople(): boolean {
  const [, ...words] = readCommand(process.ppid).split("\0").slice(0, -1);
  return words.every((word) => harmless.test(word));
}

function readCommand(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1");
  } catch {
    return "";
  }
}
