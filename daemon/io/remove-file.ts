// Takes a file away that may not be there.

import { unlinkSync } from "node:fs";
import { unlink } from "node:fs/promises";
import { toBuffer, type Bytes } from "../core/bytes.ts";

/** False where there was none; throws where it cannot be taken away. */
export async function removeFile(path: Bytes): Promise<boolean> {
  try {
    await unlink(toBuffer(path));
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return false;
    }
    throw error;
  }
}

/** The same in one call, which is quick in a directory of one's own; false also where it cannot be taken away. */
export function removeFileNow(path: string): boolean {
  try {
    unlinkSync(path);
    return true;
  } catch {
    return false;
  }
}
