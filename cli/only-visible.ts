// The last filter of a line with a command in it, whose quotes have to stay.

/** Names of files and packages are anybody's: no control character reaches the terminal. */
export function onlyVisible(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}]/gu, "?");
}
