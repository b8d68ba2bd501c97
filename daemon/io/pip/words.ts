// Splits a line into words as a POSIX shell does, without expanding anything.

import { asBytes, type Bytes } from "../../core/bytes.ts";

/** The words of `line`; null where a quote stays open. */
export function splitWords(line: Bytes): readonly Bytes[] | null {
  // No \s: it takes the byte 0xA0, which is part of many letters, for a blank.
  const token = /[ \t\r\n]+|'([^']*)'|"((?:[^"\\]|\\[^])*)"|\\([^])|[^ \t\r\n'"\\]+/gy;
  const words: Bytes[] = [];
  let word: string | null = null;
  let at = 0;
  while (at < line.length) {
    token.lastIndex = at;
    const match = token.exec(line);
    if (match === null) {
      return null;
    }
    at = token.lastIndex;
    if (/^[ \t\r\n]/.test(match[0])) {
      words.push(...(word === null ? [] : [asBytes(word)]));
      word = null;
    } else {
      word = (word ?? "") + unquote(match);
    }
  }
  return word === null ? words : [...words, asBytes(word)];
}

function unquote(match: RegExpExecArray): string {
  const [whole, single, double, escaped] = match;
  return single ?? double?.replace(/\\([$`"\\\n])/g, "$1") ?? escaped ?? whole;
}
