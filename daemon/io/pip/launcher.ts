// The interpreter named in a Windows launcher (`pip.exe`), read from its bytes: distlib's, and uv's old and new.

import { asBytes, fromBuffer, type Bytes } from "../../core/bytes.ts";
import { readResource } from "./pe-resource.ts";
import { splitWords } from "./words.ts";

/** The path as the launcher has it, a Windows path or a relative one; null where none is in it. */
export function readLauncher(head: Buffer, tail: Buffer): Bytes | null {
  return readUvTrailer(tail) ?? readDistlib(tail) ?? readResource(head, "UV_PYTHON_PATH");
}

const endOfDirectory = Buffer.from("PK\u0005\u0006", "latin1");

/** distlib: the launcher, `#!path` with a line end, a zip. The line ends where the zip begins. */
function readDistlib(tail: Buffer): Bytes | null {
  const end = tail.lastIndexOf(endOfDirectory);
  if (end < 0 || end + 22 > tail.length) {
    return null;
  }
  const start = end - tail.readUInt32LE(end + 12) - tail.readUInt32LE(end + 16);
  const before = fromBuffer(tail.subarray(0, Math.max(0, start)));
  const line = /#!([^\r\n]*)\r?\n$/.exec(before)?.[1];
  return line === undefined ? null : firstWord(asBytes(line.replace(/^[ \t]+|[ \t]+$/g, "")));
}

/** Quoted it may hold blanks; bare it may hold none, and a backslash is no escape. */
function firstWord(line: Bytes): Bytes | null {
  const quoted = /^(["'])(.*?)\1/.exec(line)?.[2];
  const word = quoted ?? splitWords(asBytes(line.replaceAll("\\", "\\\\")))?.[0] ?? "";
  return word === "" ? null : asBytes(word);
}

/** uv before it used resources: path, length, and four letters that say what the launcher runs. */
function readUvTrailer(tail: Buffer): Bytes | null {
  const magic = tail.subarray(-4).toString("latin1");
  if ((magic !== "UVSC" && magic !== "UVPY" && magic !== "UVUV") || tail.length < 8) {
    return null;
  }
  const length = tail.readUInt32LE(tail.length - 8);
  const path = tail.subarray(Math.max(0, tail.length - 8 - length), -8);
  return length > 0 && path.length === length ? fromBuffer(path) : null;
}
