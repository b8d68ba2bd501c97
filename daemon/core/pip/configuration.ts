// What pip's files and PIP_* variables set before the command line speaks, in the order in which the later wins.

import type { PipConfigurationFile } from "./facts.ts";
import type { Option, Options } from "./option.ts";
import { isCount, parseYesNo } from "./option-checks.ts";
import type { Value, Values } from "./parse-options.ts";

export type Sources = {
  readonly files: readonly PipConfigurationFile[];
  readonly environment: ReadonlyMap<string, string>;
  /** `--isolated` for this parser: no PIP_* variable and no file of the user's. */
  readonly isolated: boolean;
  /** The section that counts beside `[global]`: the verb, or `global` before it. */
  readonly section: string;
};

export type Configured =
  | { readonly kind: "configured"; readonly values: Values }
  | { readonly kind: "rejected"; readonly reason: string };

/** All of `[global]` goes first, then the verb's section, then the variables: not file by file. */
export function configure(sources: Sources, options: Options): Configured {
  const values = new Map<string, Value>();
  for (const [key, text] of collect(sources)) {
    const option = options.byName.get(`--${key}`);
    if (option === undefined || text === "") {
      continue;
    }
    const value = readValue(option, text);
    if (value === null) {
      return { kind: "rejected", reason: `${text} is not a value of ${key}` };
    }
    values.set(option.destination, value);
  }
  return { kind: "configured", values };
}

/** Key and text in the order of their weight. Within one section an empty text undoes what came before it. */
function collect(sources: Sources): readonly (readonly [string, string])[] {
  const files = sources.files.filter((file) => isRead(file, sources));
  return [
    ...readSection(files, "global"),
    ...(sources.section === "global" ? [] : readSection(files, sources.section)),
    ...(sources.isolated ? [] : readVariables(sources.environment)),
  ];
}

function isRead(file: PipConfigurationFile, sources: Sources): boolean {
  const isNamed = sources.files.some((other) => other.scope === "named");
  return file.scope !== "user" || !(sources.isolated || isNamed);
}

function readSection(
  files: readonly PipConfigurationFile[],
  section: string,
): ReadonlyMap<string, string> {
  const entries = files.flatMap((file) =>
    Object.hasOwn(file.sections, section) ? Object.entries(file.sections[section] ?? {}) : [],
  );
  return new Map(entries.map(([key, text]) => [normalizeKey(key), text]));
}

/** VERSION and HELP are no settings to pip. */
function readVariables(environment: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [name, text] of environment) {
    const key = name.startsWith("PIP_") ? name.slice(4).toLowerCase() : "";
    if (key !== "" && key !== "version" && key !== "help") {
      found.set(normalizeKey(key), text);
    }
  }
  return found;
}

/** As pip takes it: `no_user`, `--no-user` and `NO-USER` are one. */
export function normalizeKey(key: string): string {
  const dashed = key.toLowerCase().replaceAll("_", "-");
  return dashed.startsWith("--") ? dashed.slice(2) : dashed;
}

/** null where pip would stop. Both kinds of flag are set to what is said: PIP_NO_USER=1 turns `--user` on. */
function readValue({ shape }: Option, text: string): Value | null {
  switch (shape.kind) {
    case "flag":
      return parseYesNo(text);
    case "count":
      return readCount(text, shape.takesNumber);
    case "typed-flag":
      return null;
    case "constant":
    case "help":
      return text;
    case "value":
      return readTexts(text, shape);
  }
}

function readCount(text: string, takesNumber: boolean): number | null {
  const word = parseYesNo(text);
  if (word !== null) {
    return Number(word);
  }
  return takesNumber && isCount(text) ? Number(text.replaceAll("_", "")) : null;
}

type ValueShape = Extract<Option["shape"], { readonly kind: "value" }>;

function readTexts(text: string, shape: ValueShape): Value | null {
  const texts = shape.list ? text.split(/\s+/).filter((part) => part !== "") : [text];
  if (!texts.every(shape.isValid)) {
    return null;
  }
  return shape.list ? texts : text;
}
