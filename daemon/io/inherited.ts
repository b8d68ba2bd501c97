// Descriptors that whoever started the daemon forgot to close: a pipe kept open here hangs a `$(...)` there.

import { closeSync, readFileSync, readdirSync } from "node:fs";

const firstForeign = 3;
/** O_CLOEXEC as /proc shows it; Node sets it on all its own, what came through exec cannot have it. */
const closeOnExec = 0o2000000;

export function closeInherited(): void {
  for (const name of listDescriptors()) {
    const descriptor = Number(name);
    if (descriptor >= firstForeign && isInherited(descriptor)) {
      closeSync(descriptor);
    }
  }
}

function listDescriptors(): readonly string[] {
  try {
    return readdirSync("/proc/self/fd");
  } catch {
    // No /proc: the launcher has closed those it can name.
    return [];
  }
}

function isInherited(descriptor: number): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)/m.exec(
      readFileSync(`/proc/self/fdinfo/${descriptor}`, "latin1"),
    )?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & closeOnExec) === 0;
  } catch {
    return false;
  }
}
