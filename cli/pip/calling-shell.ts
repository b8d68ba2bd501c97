// Which shell's words a message should have, when nobody says it: that of the nearest shell above this process.

import { asBytes, toText } from "../../daemon/core/bytes.ts";
import { readProcessStat } from "../../daemon/io/process-stat.ts";
import { findShell } from "../../shells/registry.ts";
import type { Shell } from "../../shells/shell.ts";
import { bash } from "../../shells/bash.ts";
import type { Context } from "../context.ts";

const levels = 8;

/** The nearest shell above this process, else the account's, else bash. */
export function findCallingShell(context: Context): Shell {
  const login = toText(context.environment.get("SHELL") ?? asBytes("")).replace(/^.*\//s, "");
  return findAbove(process.ppid) ?? findShell(login) ?? bash;
}

function findAbove(from: number): Shell | undefined {
  let pid = from;
  for (let level = 0; level < levels && pid > 1; level += 1) {
    const above = readProcessStat(pid);
    const shell = above === null ? undefined : findShell(above.name.replace(/^-/, ""));
    if (shell !== undefined || above === null) {
      return shell;
    }
    pid = above.parent;
  }
  return undefined;
}
