// A line and, on one of its own, the digest that a torn or changed file no longer fits.

import { asBytes, type Bytes } from "../core/bytes.ts";
import { sha256 } from "./digest.ts";

export function sealLine(line: Bytes): Bytes {
  return asBytes(`${line}\n${sha256(line)}\n`);
}

/** Null for anything that is not exactly what was written. */
export function unsealLine(content: Bytes): Bytes | null {
  const [line, digest, rest, ...more] = content.split("\n").map(asBytes);
  const isWhole = rest === "" && more.length === 0;
  return line !== undefined && isWhole && digest === sha256(line) ? line : null;
}
