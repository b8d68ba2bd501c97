// Fields of an unknown JSON value, taken one by one: each is what it should be, or the row says which is not.

import { fromText } from "../bytes.ts";
import { isKind, type Kind } from "./kind.ts";

/** A row has a field that is not what it should be; the message says which row and field. */
export class BadField extends Error {}

/** Reads fields by name. A field that is not there, or null, reads as null. */
export type Fields = {
  readonly names: () => readonly string[];
  readonly text: (name: string) => string | null;
  readonly texts: (name: string) => readonly string[] | null;
  readonly textRecord: (name: string) => Readonly<Record<string, string>> | null;
  /** A text that is one of these. */
  readonly oneOf: <T extends string>(name: string, texts: readonly T[]) => T | null;
  readonly flag: (name: string) => boolean | null;
  readonly kind: (name: string) => Kind | null;
  /** The fields of the object `name`; with `known`, no others may be there. */
  readonly inside: (name: string, known: readonly string[] | null) => Fields;
  readonly missing: (name: string) => never;
};

/** Opens row number `at` of a document, counted from 0. */
export function openRow(row: unknown, at: number): Fields {
  const number = `row ${at + 1}`;
  if (!isRecord(row)) {
    throw new BadField(`${number} is not an object`);
  }
  const { id } = row;
  return open(row, typeof id === "string" ? `${number} (${id})` : number, "");
}

type JsonRecord = Readonly<Record<string, unknown>>;

function open(record: JsonRecord, row: string, above: string): Fields {
  const fail = (name: string, wanted: string): never => {
    throw new BadField(`${row}: ${above}${name} ${wanted}`);
  };
  function take<T>(
    name: string,
    wanted: string,
    read: (value: unknown) => T | undefined,
  ): T | null {
    const value = Object.hasOwn(record, name) ? record[name] : null;
    if (value === null || value === undefined) {
      return null;
    }
    return read(value) ?? fail(name, wanted);
  }
  const inside = (name: string, known: readonly string[] | null): Fields => {
    const value = take(name, "is not an object", readRecord) ?? {};
    const stranger = Object.keys(value).find((key) => known?.includes(key) === false);
    return stranger === undefined
      ? open(value, row, `${above}${name}.`)
      : fail(`${name}.${stranger}`, "is no fact that is known");
  };
  return {
    names: () => Object.keys(record),
    text: (name) => take(name, "is not a text", readText),
    texts: (name) => take(name, "is not a list of texts", readTexts),
    textRecord: (name) => take(name, "does not hold texts", readTextRecord),
    oneOf: (name, texts) =>
      take(name, `is none of ${texts.join(", ")}`, (value) => texts.find((each) => each === value)),
    flag: (name) => take(name, "is not true or false", readFlag),
    kind: (name) => take(name, "is no kind of interpreter", readKind),
    inside,
    missing: (name) => fail(name, "is missing"),
  };
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readRecord(value: unknown): JsonRecord | undefined {
  return isRecord(value) ? value : undefined;
}

function readText(value: unknown): string | undefined {
  return typeof value === "string" ? fromText(value) : undefined;
}

function readFlag(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

function readTexts(value: unknown): readonly string[] | undefined {
  const texts = Array.isArray(value) ? value.map(readText) : [undefined];
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

function readTextRecord(value: unknown): Readonly<Record<string, string>> | undefined {
  const pairs = isRecord(value) ? Object.entries(value) : [["", undefined] as const];
  const texts = pairs.map(([name, text]) => [fromText(name), readText(text)] as const);
  const isAllText = texts.every(
    (pair): pair is readonly [(typeof pair)[0], string] => pair[1] !== undefined,
  );
  return isAllText ? Object.fromEntries(texts) : undefined;
}

function readKind(value: unknown): Kind | undefined {
  return typeof value === "string" && isKind(value) ? value : undefined;
}
