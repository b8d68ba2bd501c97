// Framing of protocol 1: fields that end with NUL, the last of them a single dot.

import { asBytes, fromBuffer, split, toBuffer, type Bytes } from "../core/bytes.ts";

export const protocol = asBytes("pyguard/1");
export const questionLimit = 128 * 1024;
export const answerLimit = 16 * 1024;

const end = asBytes(".");

/** Puts fields into one frame. A field that holds NUL cannot be sent: throws. */
export function renderFrame(fields: readonly Bytes[]): Buffer {
  if (fields.some((field) => field.includes("\0"))) {
    throw new Error("a field holds a NUL byte and cannot be framed");
  }
  return toBuffer(asBytes([...fields, end].map((field) => `${field}\0`).join("")));
}

/** Takes a frame apart, the closing dot left off. Anything but a whole frame within `limit` bytes gives null. */
export function parseFrame(frame: Buffer, limit: number): readonly Bytes[] | null {
  if (frame.length > limit || !mayBeWhole(frame)) {
    return null;
  }
  return split(fromBuffer(frame), "\0").slice(0, -2);
}

/**
 * Whether the bytes so far end as a frame ends. Only a hint: an argument may be a dot too (`pip install .`),
 * so a reader goes on when the counts in the frame promise more.
 */
export function mayBeWhole(frame: Buffer): boolean {
  const { length } = frame;
  return (
    length >= 3 && frame[length - 1] === 0 && frame[length - 2] === 0x2e && frame[length - 3] === 0
  );
}
