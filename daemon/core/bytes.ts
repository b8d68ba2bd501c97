// Paths are bytes: one JavaScript character holds one byte, so that no name is lost or merged on the way.

declare const bytes: unique symbol;

/** A string of which every character is one byte (latin1). Paths, arguments and variables are kept so. */
export type Bytes = string & { readonly [bytes]: true };

/** Takes a string that was cut out of bytes, joined from bytes, or is plain ASCII. */
export function asBytes(latin1: string): Bytes {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place that mints the brand
  return latin1 as Bytes;
}

/** Takes text as the rest of the world has it (UTF-16) and gives its UTF-8 bytes. */
export function fromText(text: string): Bytes {
  return fromBuffer(Buffer.from(text, "utf8"));
}

/** Gives readable text; bytes that are not UTF-8 become U+FFFD. For people and JSON, never for the file system. */
export function toText(value: Bytes): string {
  return toBuffer(value).toString("utf8");
}

/** Whether the bytes are text in UTF-8. */
export function isUtf8(value: Bytes): boolean {
  return fromText(toText(value)) === value;
}

/** Takes raw bytes as they were read. */
export function fromBuffer(buffer: Buffer): Bytes {
  return asBytes(buffer.toString("latin1"));
}

/** Gives raw bytes back, as files and sockets want them. */
export function toBuffer(value: Bytes): Buffer {
  return Buffer.from(value, "latin1");
}

/** Cuts at every `separator`, as String.split does. */
export function split(value: Bytes, separator: string): readonly Bytes[] {
  return value.split(separator).map(asBytes);
}
