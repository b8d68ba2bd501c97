// Finds one named resource in a Windows program: uv keeps a launcher's interpreter there.

import { fromBuffer, type Bytes } from "../../core/bytes.ts";

const rawData = 10;
const isDirectory = 0x8000_0000;

/** The bytes of the RCDATA resource of that name; null where the file has none or is cut off before it. */
export function readResource(image: Buffer, name: string): Bytes | null {
  try {
    const section = resourceSection(image);
    return section === null ? null : readNamed(section, name);
  } catch (error) {
    // A header that points outside of what was read.
    if (error instanceof RangeError) {
      return null;
    }
    throw error;
  }
}

type Section = { readonly bytes: Buffer; readonly address: number };

function resourceSection(image: Buffer): Section | null {
  const header = image.readUInt32LE(0x3c);
  if (image.toString("latin1", header, header + 4) !== "PE\0\0") {
    return null;
  }
  const count = image.readUInt16LE(header + 6);
  const table = header + 24 + image.readUInt16LE(header + 20);
  for (let index = 0; index < Math.min(count, 96); index += 1) {
    const at = table + index * 40;
    if (image.toString("latin1", at, at + 5) === ".rsrc") {
      const start = image.readUInt32LE(at + 20);
      const bytes = image.subarray(start, start + image.readUInt32LE(at + 16));
      return { bytes, address: image.readUInt32LE(at + 12) };
    }
  }
  return null;
}

/** Three levels: the type, the name, the language. */
function readNamed({ bytes, address }: Section, name: string): Bytes | null {
  const types = entriesOf(bytes, 0).filter((entry) => entry.id === rawData);
  const names = types
    .flatMap((entry) => entriesOf(bytes, entry.offset - isDirectory))
    .filter((entry) => entry.id >= isDirectory && nameAt(bytes, entry.id - isDirectory) === name);
  const [language] = names.flatMap((entry) => entriesOf(bytes, entry.offset - isDirectory));
  if (language === undefined || language.offset >= isDirectory) {
    return null;
  }
  const start = bytes.readUInt32LE(language.offset) - address;
  const size = bytes.readUInt32LE(language.offset + 4);
  const data = start < 0 ? bytes.subarray(0, 0) : bytes.subarray(start, start + size);
  return size > 0 && data.length === size ? fromBuffer(data) : null;
}

type Entry = { readonly id: number; readonly offset: number };

function entriesOf(bytes: Buffer, at: number): readonly Entry[] {
  const count = bytes.readUInt16LE(at + 12) + bytes.readUInt16LE(at + 14);
  return Array.from({ length: Math.min(count, 256) }, (_, index) => ({
    id: bytes.readUInt32LE(at + 16 + index * 8),
    offset: bytes.readUInt32LE(at + 20 + index * 8),
  }));
}

function nameAt(bytes: Buffer, at: number): string {
  const length = bytes.readUInt16LE(at);
  return bytes.toString("utf16le", at + 2, at + 2 + length * 2);
}
