// Whether git tracks anything below a directory: read from the index's bytes, because running git runs a repository's
// own configuration (CVE-2022-24765, core.fsmonitor). Format: gitformat-index(5). Never throws.

import { asBytes, type Bytes } from "./bytes.ts";

const headerLength = 12;
/** An entry before its name: 40 bytes of stat, the object's name of 20, 2 of flags. */
const fixedLength = 62;
const extendedFlag = 0x4000;
const lengthMask = 0xfff;
const slash = 0x2f;
/** Git's word for a commit of another repository, whose files are in an index of their own. */
const submoduleMode = 0o160000;
const modeOffset = 24;
/** Of a name: four times what Linux takes for a path. What says more is made to be read for hours. */
const nameLimit = 16_384;

/** `directory` is relative to the work tree; a submodule is in it, too. Null for bytes that are no index this can read. */
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
  const sought = Buffer.from(directory, "latin1");
  let end = 0;
  let at = index.indexOf(sought, headerLength);
  while (at >= 0) {
    // Looked for once in a run of bytes: what only looks like an index may have millions of beginnings in one.
    end = at < end ? end : endOf(index, at);
    const isIn =
      index[at + sought.length] === slash || (end === at + sought.length && isSubmodule(index, at));
    if (isIn && hasLength(index, at, end - at)) {
      return true;
    }
    at = index.indexOf(sought, at + 1);
  }
  return false;
}

function endOf(index: Buffer, at: number): number {
  const end = index.indexOf(0, at);
  return end < 0 ? index.length : end;
}

/** What stands so far before a name is its mode, whatever the length of flags and object names. */
function isSubmodule(index: Buffer, at: number): boolean {
  return [38, 40, 50, 52].some(
    (offset) => at >= offset && index.readUInt32BE(at - offset) === submoduleMode,
  );
}

/** A name's length stands before it, in 12 bits as far as that goes; two more bytes between where those are extended. */
function hasLength(index: Buffer, at: number, length: number): boolean {
  const said = Math.min(length, lengthMask);
  const isSaid = (offset: number): boolean =>
    (index.readUInt16BE(at - offset) & lengthMask) === said;
  return isSaid(2) || (isSaid(4) && (index.readUInt16BE(at - 4) & extendedFlag) !== 0);
}

/** Version 4 leaves out what a name has in common with the one before it. */
function tracksCompressed(index: Buffer, directory: Bytes): boolean | null {
  const count = index.readUInt32BE(8);
  let offset = headerLength;
  let name = asBytes("");
  for (let number = 0; number < count; number += 1) {
    const entry = readEntry(index, offset, name);
    if (entry === null) {
      return null;
    }
    ({ name } = entry);
    if ((name === directory && entry.isSubmodule) || name.startsWith(`${directory}/`)) {
      return true;
    }
    offset = entry.end;
  }
  return false;
}

type Entry = { readonly name: Bytes; readonly isSubmodule: boolean; readonly end: number };

function readEntry(index: Buffer, offset: number, before: Bytes): Entry | null {
  if (offset + fixedLength > index.length) {
    return null;
  }
  const flags = index.readUInt16BE(offset + fixedLength - 2);
  const start = offset + fixedLength + ((flags & extendedFlag) === 0 ? 0 : 2);
  const strip = readVarint(index, start);
  const end = strip === null ? -1 : index.indexOf(0, strip.end);
  if (strip === null || end < 0 || strip.value > before.length) {
    return null;
  }
  const kept = before.length - strip.value;
  return kept + end - strip.end > nameLimit
    ? null
    : {
        name: asBytes(before.slice(0, kept) + index.toString("latin1", strip.end, end)),
        isSubmodule: index.readUInt32BE(offset + modeOffset) === submoduleMode,
        end: end + 1,
      };
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
