// Which shell's words a message should have, when nobody says it: that of the nearest shell above this process.

import { readFileSync } from "node:fs";
import { toText } from "../../daemon/core/bytes.ts";
import { findShell, shells } from "../../shells/registry.ts";
import type { Shell } from "../../shells/shell.ts";
import { bash } from "../../shells/bash.ts";
import type { Context } from "../context.ts";

const levels = 8;

/** The shell called `name`; without one the calling shell, else the account's; null for one there is no hook for. */
export function chooseShell(name: string | undefined, context: Context): Shell | null {
  if (name !== undefined) {
    return findShell(name) ?? null;
  }
  const login = toText(context.environment.get("SHELL") ?? context.home).replace(/^.*\//s, "");
  return findAbove(process.ppid) ?? findShell(login) ?? bash;
}

export const shellNames: string = shells.map((shell) => shell.name).join(", ");

function findAbove(from: number): Shell | undefined {
  let pid = from;
  for (let level = 0; level < levels && pid > 1; level += 1) {
    const above = readProcess(pid);
    const shell = above === null ? undefined : findShell(above.name.replace(/^-/, ""));
    if (shell !== undefined || above === null) {
      return shell;
    }
    pid = above.parent;
  }
  return undefined;
}

/** `/proc/PID/stat`: the name in brackets may itself hold brackets. */
function readProcess(pid: number): { readonly name: string; readonly parent: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    const match = /^\d+ \((.*)\) \S (\d+) /s.exec(text);
    return match === null ? null : { name: match[1] ?? "", parent: Number(match[2]) };
  } catch {
    return null;
  }
}
