// Whether git tracks anything below a directory: read from the index's bytes, because running git runs a repository's
// own configuration (CVE-2022-24765, core.fsmonitor). Format: gitformat-index(5). Never throws.

import { asBytes, type Bytes } from "./bytes.ts";

const headerLength = 12;
/** An entry before its name: 40 bytes of stat, the object's name of 20, 2 of flags. */
const fixedLength = 62;
const extendedFlag = 0x4000;
const lengthMask = 0xfff;

/** `directory` is relative to the work tree. Null for bytes that are no index this can read. */
export function tracksBelow(index: Buffer, directory: Bytes): boolean | null {
  if (index.length < headerLength || index.toString("latin1", 0, 4) !== "DIRC") {
    return null;
  }
  const version = index.readUInt32BE(4);
  if (version === 2 || version === 3) {
    return tracksPlain(index, directory);
  }
  return version === 4 ? tracksCompressed(index, directory) : null;
}

/** Names stand whole in versions 2 and 3, each after its flags: no need to know how long an object's name is. */
function tracksPlain(index: Buffer, directory: Bytes): boolean {
  const sought = Buffer.from(`${directory}/`, "latin1");
  let at = index.indexOf(sought, headerLength);
  while (at >= 0 && !beginsName(index, at)) {
    at = index.indexOf(sought, at + 1);
  }
  return at >= 0;
}

/** A name's length stands before it, in 12 bits as far as that goes; two more bytes between where those are extended. */
function beginsName(index: Buffer, at: number): boolean {
  const end = index.indexOf(0, at);
  const length = Math.min((end < 0 ? index.length : end) - at, lengthMask);
  const hasLength = (offset: number): boolean =>
    (index.readUInt16BE(at - offset) & lengthMask) === length;
  return hasLength(2) || (hasLength(4) && (index.readUInt16BE(at - 4) & extendedFlag) !== 0);
}

/** Version 4 leaves out what a name has in common with the one before it. */
function tracksCompressed(index: Buffer, directory: Bytes): boolean | null {
  const count = index.readUInt32BE(8);
  let offset = headerLength;
  let name = asBytes("");
  for (let entry = 0; entry < count; entry += 1) {
    if (offset + fixedLength > index.length) {
      return null;
    }
    const flags = index.readUInt16BE(offset + fixedLength - 2);
    const start = offset + fixedLength + ((flags & extendedFlag) === 0 ? 0 : 2);
    const strip = readVarint(index, start);
    const end = strip === null ? -1 : index.indexOf(0, strip.end);
    if (strip === null || end < 0 || strip.value > name.length) {
      return null;
    }
    const kept = name.slice(0, name.length - strip.value);
    name = asBytes(kept + index.toString("latin1", strip.end, end));
    if (name.startsWith(`${directory}/`)) {
      return true;
    }
    offset = end + 1;
  }
  return false;
}

type Varint = { readonly value: number; readonly end: number };

/** As in pack files' offsets: seven bits a byte, one added at each step. */
function readVarint(index: Buffer, start: number): Varint | null {
  let value = -1;
  for (let at = start; at < index.length && at < start + 5; at += 1) {
    const byte = index[at] ?? 0;
    value = (value + 1) * 128 + (byte & 0x7f);
    if ((byte & 0x80) === 0) {
      return { value, end: at + 1 };
    }
  }
  return null;
}
