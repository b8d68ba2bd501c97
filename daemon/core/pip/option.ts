// One pip's options, parser by parser, made from the table once.

import { checkFor, type Check } from "./option-checks.ts";
import { mainParser, optionTable } from "./option-table.ts";
import { allVerbs } from "./verbs.ts";
import { newestPip, versionNumber } from "./version.ts";

type Shape =
  | { readonly kind: "help" }
  | { readonly kind: "constant" }
  /** What a file or a variable may say differs: `takesNumber` or only yes and no. */
  | { readonly kind: "count"; readonly takesNumber: boolean }
  | { readonly kind: "flag"; readonly value: boolean }
  /** Takes nothing when typed; a file or a variable that sets it makes pip fail. */
  | { readonly kind: "typed-flag" }
  /** `list`: files and variables write it with blanks between. */
  | { readonly kind: "value"; readonly list: boolean; readonly isValid: Check };

export type Option = {
  readonly names: readonly string[];
  readonly destination: string;
  readonly shape: Shape;
};

export type Options = {
  readonly byName: ReadonlyMap<string, Option>;
  readonly longNames: readonly string[];
};

type Row = {
  readonly option: Option;
  readonly parsers: ReadonlySet<string>;
  readonly since: number;
  readonly until: number;
};

const groups: Readonly<Record<string, readonly string[]>> = {
  verbs: allVerbs,
  all: [mainParser, ...allVerbs],
  build: ["install", "download", "wheel", "lock"],
  "index-group": ["install", "download", "list", "wheel", "index", "lock"],
};

const plainShapes: Readonly<Record<string, Shape>> = {
  help: { kind: "help" },
  constant: { kind: "constant" },
  count: { kind: "count", takesNumber: true },
  "count-yes-no": { kind: "count", takesNumber: false },
  yes: { kind: "flag", value: true },
  no: { kind: "flag", value: false },
  "typed-flag": { kind: "typed-flag" },
  texts: { kind: "value", list: true, isValid: checkFor("text") },
};

const rows: readonly Row[] = optionTable.trim().split("\n").map(parseRow);
const known = new Map<string, Options>();

/** The options that this pip's parser knows: `main` or a verb's. */
export function optionsOf(parser: string, pipVersion: string = newestPip): Options {
  const key = `${parser} ${versionNumber(pipVersion)}`;
  const found = known.get(key) ?? collect(parser, versionNumber(pipVersion));
  known.set(key, found);
  return found;
}

function collect(parser: string, version: number): Options {
  const options = rows
    .filter((row) => row.parsers.has(parser) && row.since <= version && version < row.until)
    .map((row) => row.option);
  const byName = new Map(options.flatMap((option) => option.names.map((name) => [name, option])));
  return { byName, longNames: [...byName.keys()].filter((name) => name.startsWith("--")) };
}

function parseRow(line: string): Row {
  const [names = "", destination = "", shape = "", parsers = "", since = "-", until = "-"] =
    line.split(/ +/);
  return {
    option: { names: names.split(","), destination, shape: parseShape(shape) },
    parsers: new Set(parsers.split(",").flatMap((name) => groups[name] ?? [name])),
    since: since === "-" ? 0 : versionNumber(since),
    until: until === "-" ? Infinity : versionNumber(until),
  };
}

function parseShape(name: string): Shape {
  if (name.startsWith("choices:")) {
    return { kind: "value", list: true, isValid: checkFor(name.replace("choices:", "choice:")) };
  }
  return plainShapes[name] ?? { kind: "value", list: false, isValid: checkFor(name) };
}
