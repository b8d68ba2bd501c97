// pip's own reading of its command line: what stands before the verb, the verb, and the verb's options.

import { configure, type Sources } from "./configuration.ts";
import type { PipConfigurationFile } from "./facts.ts";
import { optionsOf } from "./option.ts";
import { mainParser } from "./option-table.ts";
import { parseOptions, type ParsedOptions, type Values } from "./parse-options.ts";
import { isVerb } from "./verbs.ts";
import { isAtLeast, newestPip } from "./version.ts";

export type PipLine = {
  /** What follows `pip`. */
  readonly words: readonly string[];
  readonly environment: ReadonlyMap<string, string>;
  readonly configuration: readonly PipConfigurationFile[];
  readonly pipVersion: string | null;
};

export type PipCommand =
  | { readonly kind: "rejected"; readonly reason: string }
  | { readonly kind: "unknown-verb"; readonly verb: string }
  /** Help, the version, or nothing at all was asked for. */
  | { readonly kind: "prints" }
  | {
      readonly kind: "command";
      readonly verb: string;
      /** What `--python` or PIP_PYTHON says; empty where neither does. */
      readonly python: string;
      readonly values: Values;
      readonly typed: ReadonlySet<string>;
      readonly requirements: readonly string[];
    };

/** Reads the line as this pip would. */
export function parsePip(line: PipLine): PipCommand {
  const main = parseWith(line, line.words, mainParser);
  if (main.kind !== "parsed") {
    return main.kind === "help" ? { kind: "prints" } : main;
  }
  const [verb, ...rest] = main.rest;
  if (main.values.get("version") === true || verb === undefined) {
    return { kind: "prints" };
  }
  if (verb === "help" && rest.length === 0) {
    return { kind: "prints" };
  }
  if (!isVerb(verb, line.pipVersion ?? newestPip)) {
    return { kind: "unknown-verb", verb };
  }
  return parseVerb(line, { verb, python: textOf(main.values, "python") });
}

type Start = { readonly verb: string; readonly python: string };

/** The verb's parser sees everything but the first word that equals the verb, even if that was a value. */
function parseVerb(line: PipLine, start: Start): PipCommand {
  const at = line.words.indexOf(start.verb);
  const words = line.words.toSpliced(at, 1);
  const parsed = parseWith(line, words, start.verb);
  if (parsed.kind !== "parsed") {
    return parsed.kind === "help" ? { kind: "prints" } : parsed;
  }
  if (hasLatePython(line, start, parsed.values)) {
    return { kind: "rejected", reason: "--python belongs before the verb" };
  }
  const { values, typed, rest } = parsed;
  return { kind: "command", ...start, values, typed, requirements: rest };
}

function parseWith(line: PipLine, words: readonly string[], parser: string): ParsedOptions {
  const options = optionsOf(parser, line.pipVersion ?? newestPip);
  const isMain = parser === mainParser;
  const sources: Sources = {
    files: line.configuration,
    environment: line.environment,
    // Only this very word isolates, wherever it stands; `--isol` parses and does nothing.
    isolated: !isMain && words.includes("--isolated"),
    section: isMain ? "global" : parser,
  };
  const configured = configure(sources, options);
  return configured.kind === "rejected"
    ? configured
    : parseOptions(words, { options, defaults: configured.values, mixed: !isMain });
}

function hasLatePython(line: PipLine, start: Start, values: Values): boolean {
  return (
    isAtLeast(line.pipVersion ?? newestPip, "23.2") &&
    start.python === "" &&
    textOf(values, "python") !== "" &&
    !line.environment.has("_PIP_RUNNING_IN_SUBPROCESS")
  );
}

/** The text that an option was set to; empty where it was not. */
export function textOf(values: Values, destination: string): string {
  const value = values.get(destination);
  return typeof value === "string" ? value : "";
}
