// What an interpreter said of itself when it was run.

import type { Bytes } from "./bytes.ts";

/** Whether the account's own packages count, and if not, because of what. */
export type UserSiteState = "on" | "owner" | "variable" | "option" | "pyvenv.cfg" | "site";

export type Interpreter = {
  /** The path under which it knows itself: not the one that was asked, where that was a shim. */
  readonly executable: Bytes;
  readonly prefix: Bytes;
  readonly basePrefix: Bytes;
  /** Of a virtualenv before 20; else empty, as every path below that it does not have. */
  readonly realPrefix: Bytes;
  /** Such as 3.12.1. */
  readonly version: string;
  /** `cpython`, `pypy` … */
  readonly implementation: string;
  readonly platform: string;
  /** Where its own modules are. */
  readonly stdlib: Bytes;
  /** Where pip puts packages, and their programs. */
  readonly purelib: Bytes;
  readonly platlib: Bytes;
  readonly scripts: Bytes;
  /** The prefix of that scheme: `/usr/local` where a distribution sends packages there. */
  readonly data: Bytes;
  readonly userBase: Bytes;
  readonly userSite: Bytes;
  readonly userSiteIs: UserSiteState;
  /** EXTERNALLY-MANAGED, as much as 16 KiB of it. */
  readonly marker: { readonly path: Bytes; readonly text: Bytes } | null;
  /** sys.path as it was then. */
  readonly searchPath: readonly Bytes[];
  readonly isFramework: boolean;
  readonly hasVenv: boolean;
  readonly hasEnsurepip: boolean;
};

const textLimit = 4096;
const listLimit = 256;
const markerLimit = 16_384;

const paths = [
  "executable",
  "prefix",
  "basePrefix",
  "realPrefix",
  "stdlib",
  "purelib",
  "platlib",
  "scripts",
  "data",
  "userBase",
  "userSite",
] as const satisfies readonly (keyof Interpreter)[];

const flags = ["isFramework", "hasVenv", "hasEnsurepip"] as const;

/** From a text that nobody vouches for. Null for anything that is not exactly such an answer. Never throws. */
export function parseInterpreter(json: string): Interpreter | null {
  try {
    return toInterpreter(JSON.parse(json));
  } catch {
    return null;
  }
}

/** The same from a value that was parsed already. */
export function toInterpreter(value: unknown): Interpreter | null {
  if (!isFields(value) || !paths.every((name) => isBytes(value[name], textLimit))) {
    return null;
  }
  if (!flags.every((name) => typeof value[name] === "boolean") || !hasWords(value)) {
    return null;
  }
  if (!isMarker(value["marker"]) || !isList(value["searchPath"])) {
    return null;
  }
  // Every field was looked at; what is beyond them is left out.
  const names = [...paths, ...flags, ...words, "marker", "searchPath"];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked field by field above
  return Object.fromEntries(names.map((name) => [name, value[name]])) as Interpreter;
}

type Fields = Readonly<Record<string, unknown>>;

const words = ["version", "implementation", "platform", "userSiteIs"] as const;
const states = ["on", "owner", "variable", "option", "pyvenv.cfg", "site"];

function hasWords(value: Fields): boolean {
  const { version, implementation, platform, userSiteIs } = value;
  return (
    isMatch(version, /^\d{1,3}\.\d{1,3}\.\d{1,3}$/) &&
    isMatch(implementation, /^[\w.-]{1,40}$/) &&
    isMatch(platform, /^[\w.-]{0,80}$/) &&
    states.some((state) => state === userSiteIs)
  );
}

function isMatch(value: unknown, pattern: RegExp): boolean {
  return typeof value === "string" && pattern.test(value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A byte a character, and none of them NUL. */
function isBytes(value: unknown, limit: number): boolean {
  return typeof value === "string" && value.length <= limit && !/[\0\u0100-\uffff]/.test(value);
}

function isList(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length <= listLimit &&
    value.every((entry) => isBytes(entry, textLimit))
  );
}

function isMarker(value: unknown): boolean {
  return (
    value === null ||
    (isFields(value) && isBytes(value["path"], textLimit) && isBytes(value["text"], markerLimit))
  );
}
