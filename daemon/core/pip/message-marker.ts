// EXTERNALLY-MANAGED as pip reads it: the distributor's words in this person's language, folded into few lines.

import { asBytes, fromText, toText, type Bytes } from "../bytes.ts";
import { readIni, valueIn } from "./ini.ts";

type Locale = {
  readonly variables: ReadonlyMap<string, Bytes>;
  /** The Python's, as in "3.11": before 3.12 it took C.UTF-8 for American English. */
  readonly version: string | null;
};

/** The distributor's words; empty for a file that says nothing, or nothing that can be read. */
export function markerText(content: Bytes | null, locale: Locale): Bytes {
  const ini = content === null ? null : readIni(content);
  if (ini === null) {
    return asBytes("");
  }
  for (const key of markerKeys(locale)) {
    const text = valueIn(ini, "externally-managed", key.toLowerCase());
    if (text !== null) {
      return text;
    }
  }
  return asBytes("");
}

/** `Error-de_DE`, `Error-de`, `Error`: pip's order. */
export function markerKeys({ variables, version }: Locale): readonly string[] {
  const language = languageOf(variables, version);
  if (language === null) {
    return ["Error"];
  }
  const shorter = ["-", "_"].flatMap((separator) =>
    language.includes(separator) ? [language.slice(0, language.indexOf(separator))] : [],
  );
  return [language, ...shorter].map((name) => `Error-${name}`).concat("Error");
}

function languageOf(variables: Locale["variables"], version: string | null): string | null {
  const values = ["LC_ALL", "LC_MESSAGES", "LANG"].map((key) => variables.get(key) ?? "");
  const name = values.find((value) => value !== "") ?? "C";
  const language = name.replace(/[.@][^]*$/, "");
  if (language === "C" || language === "POSIX") {
    return /^C\.UTF-?8$/i.test(name) && isBefore312(version) ? "en_US" : null;
  }
  return /^[\w-]+$/.test(language) ? language : null;
}

function isBefore312(version: string | null): boolean {
  const minor = /^3\.(\d+)/.exec(version ?? "")?.[1];
  return minor !== undefined && Number(minor) <= 11;
}

const textLimit = 4000;

/** All of it in at most `lines` lines: each paragraph becomes one, and where they are too many, some share one. */
export function foldText(text: Bytes, lines: number): readonly Bytes[] {
  const paragraphs = visible(text)
    .split(/\n[ \t]*\n/)
    .map((paragraph) =>
      paragraph
        .split(/\s+/)
        .filter((word) => word !== "")
        .join(" "),
    )
    .filter((paragraph) => paragraph !== "");
  const head = paragraphs.slice(0, Math.max(0, lines - 1));
  const rest = paragraphs.slice(head.length).join("  ");
  return [...head, rest].filter((line) => line !== "").map(fromText);
}

/** Control characters out, but for line ends; a text without measure is cut where it still can be read. */
function visible(text: Bytes): string {
  const clean = toText(text).replace(/[^\P{C}\n\t]/gu, "");
  return clean.length > textLimit ? `${clean.slice(0, textLimit)} ...` : clean;
}
