// The one filter between a project's bytes and any terminal, prompt, log or reply.

import { asBytes, fromText, split, toText, type Bytes } from "./bytes.ts";

const columnLimit = 32;

/** What a shell may expand when a name ends up in its prompt, and quotes of every kind. */
const expands = /[%$`\\!"'\u2018-\u201f]/gu;

/** Everything that is no visible character: controls, bidi and zero-width marks, lone surrogates, fillers. */
const invisible =
  /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]|\p{Default_Ignorable_Code_Point}|\p{Variation_Selector}|[\u2800\ufffc\ufffd]/gu;

/** A name for prompts and segments: visible, without meaning to any shell, at most 32 columns. */
export function showName(name: Bytes): Bytes {
  return fromText(cut(clean(toText(name), "").replace(/^[\p{M} ]+/u, "")));
}

/** A path for messages: removed bytes leave a `?`, and nothing is cut off. */
export function showPath(path: Bytes): Bytes {
  return path === "" ? asBytes("(empty)") : fromText(clean(toText(path), "?"));
}

/** The same as a word to type: no quote is left in it but an apostrophe, so that every shell takes it between two of the other. */
export function showWord(path: Bytes): Bytes {
  const parts = split(path, "'").map((part) => (part === "" ? part : showPath(part)));
  const shown = parts.join("'");
  const quote = parts.length > 1 ? '"' : "'";
  return asBytes(/^[\w./:@,+-]+$/.test(shown) ? shown : `${quote}${shown}${quote}`);
}

/** Twice, because composing may bring back a character that the filter takes (U+1FEF becomes a backtick). */
function clean(text: string, removed: string): string {
  return cleanOnce(cleanOnce(text, removed), removed);
}

function cleanOnce(text: string, removed: string): string {
  const visible = text.normalize("NFC").replace(invisible, removed).normalize("NFC");
  return visible.replace(expands, "_");
}

function cut(text: string): string {
  let columns = 0;
  let result = "";
  for (const character of text) {
    columns += width(character);
    if (columns > columnLimit || result.length >= columnLimit * 3) {
      break;
    }
    result += character;
  }
  return result.trimEnd().normalize("NFC");
}

/** Columns as terminals count them, rounded up where they differ. */
function width(character: string): number {
  if (/^[\p{Mn}\p{Me}]$/u.test(character)) {
    return 0;
  }
  return /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\p{Regional_Indicator}\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]$/u.test(
    character,
  )
    ? 2
    : 1;
}
