// A Python 3 that answers at once: never a version manager's shim, which costs a hundred milliseconds a call.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

let found: string | undefined;

/** The absolute path of the Python 3 that tests use. */
export function python(): string {
  found ??= existsSync("/usr/bin/python3") ? "/usr/bin/python3" : askPath();
  return found;
}

function askPath(): string {
  return execFileSync("python3", ["-c", "import sys; print(sys.executable)"], {
    encoding: "utf8",
  }).trim();
}
