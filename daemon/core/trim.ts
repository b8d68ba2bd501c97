// Blanks taken off the ends of a text in one pass: a pattern such as / +$/ begins anew at every blank inside.

/** Without the characters of `blanks` at both ends. */
export function trim(text: string, blanks: string): string {
  return trimStart(trimEnd(text, blanks), blanks);
}

/** Without those in front. */
export function trimStart(text: string, blanks: string): string {
  let start = 0;
  while (start < text.length && blanks.includes(text.charAt(start))) {
    start += 1;
  }
  return text.slice(start);
}

/** Without those behind. */
export function trimEnd(text: string, blanks: string): string {
  let end = text.length;
  while (end > 0 && blanks.includes(text.charAt(end - 1))) {
    end -= 1;
  }
  return text.slice(0, end);
}
