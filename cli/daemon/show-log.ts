// What `pyguard daemon log` prints: both files, the older first, as they are.

import { readFileSync } from "node:fs";
import { stateDirectory } from "../../daemon/core/own-directories.ts";
import { toText } from "../../daemon/core/bytes.ts";
import { join } from "../../daemon/core/path.ts";
import type { Context } from "../context.ts";

/** Ends with 1 where nothing was noted yet. */
export function showLog(context: Context): void {
  const path = toText(join(stateDirectory(context), "daemon.log"));
  const text = [`${path}.1`, path].map(read).join("");
  if (text === "") {
    context.fail(`there is no log yet at ${path}`);
    return;
  }
  context.write(text);
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
