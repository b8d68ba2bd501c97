// sha256, in the one form that records, keys and names use: lower-case hex.

import { createHash } from "node:crypto";
import { toBuffer, type Bytes } from "../core/bytes.ts";

export function sha256(...parts: readonly Bytes[]): string {
  const hash = createHash("sha256");
  for (const part of parts) {
    hash.update(toBuffer(part));
  }
  return hash.digest("hex");
}
