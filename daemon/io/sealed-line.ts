// A line and, on one of its own, the digest that a torn or changed file no longer fits.

import { asBytes, type Bytes } from "../core/bytes.ts";
import { sha256 } from "./digest.ts";

export function sealLine(line: Bytes): Bytes {
  return asBytes(`${line}\n${sha256(line)}\n`);
}

/** Texts by name, of which `version` tells how they are meant. */
export function sealFields(version: string, fields: Readonly<Record<string, string>>): Bytes {
  return sealLine(asBytes(JSON.stringify({ version, ...fields })));
}

/** Null for anything that is not sealed, or of another version. */
export function unsealFields(
  version: string,
  content: Bytes,
): Readonly<Partial<Record<string, Bytes>>> | null {
  const line = unsealLine(content);
  const fields = line === null ? new Map<string, unknown>() : readFields(line);
  if (fields.get("version") !== version) {
    return null;
  }
  const texts = [...fields].flatMap(([name, value]) =>
    typeof value === "string" ? [[name, asBytes(value)] as const] : [],
  );
  return Object.fromEntries(texts);
}

function readFields(line: string): ReadonlyMap<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
  } catch {
    return new Map();
  }
}

/** Null for anything that is not exactly what was written. */
export function unsealLine(content: Bytes): Bytes | null {
  const [line, digest, rest, ...more] = content.split("\n").map(asBytes);
  const isWhole = rest === "" && more.length === 0;
  return line !== undefined && isWhole && digest === sha256(line) ? line : null;
}
