// The shell in which somebody typed the command that runs now.

import { readFileSync } from "node:fs";
import { findShell } from "../../shells/registry.ts";
import type { Shell } from "../../shells/shell.ts";

/** The shell above, if it is one that somebody types in: scripts do not count. */
export function findTyping(): Shell | undefined {
  const own = readStat("self");
  const above = readStat(String(process.ppid));
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
  const [, ...words] = read(`/proc/${process.ppid}/cmdline`)?.split("\0").slice(0, -1) ?? [];
  return words.every((word) => harmless.test(word));
}

type Stat = { readonly name: string; readonly group: number; readonly foreground: number };

/** `/proc/PID/stat`: the name in brackets may itself hold brackets. */
function readStat(pid: string): Stat | null {
  const text = read(`/proc/${pid}/stat`) ?? "";
  const match = /^\d+ \((.*)\) \S \d+ (\d+) \d+ \d+ (-?\d+) /s.exec(text);
  return match === null
    ? null
    : { name: match[1] ?? "", group: Number(match[2]), foreground: Number(match[3]) };
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return null;
  }
}
