// What was said in this login, remembered as names in the runtime directory, so that many shells say it once.

import { open } from "node:fs/promises";
import { constants } from "node:fs";
import { toBuffer, type Bytes } from "../core/bytes.ts";
import { join } from "../core/path.ts";
import { sha256 } from "./digest.ts";

const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** True for whoever asks first about a topic; true each time where nothing can be remembered. */
export function createSaid(runtimeDirectory: Bytes | null): (topic: Bytes) => Promise<boolean> {
  const known = new Set<string>();
  return async (topic) => {
    const name = `said.${sha256(topic).slice(0, 32)}`;
    if (runtimeDirectory === null || known.has(name)) {
      return runtimeDirectory === null;
    }
    known.add(name);
    try {
      const file = await open(toBuffer(join(runtimeDirectory, name)), flags, 0o600);
      await file.close();
      return true;
    } catch (error) {
      return !(error instanceof Error && "code" in error && error.code === "EEXIST");
    }
  };
}
