// The command that keeps others from writing to directories of one's own.

import { asBytes, type Bytes } from "./bytes.ts";
import { showWord } from "./show-name.ts";

/** Word by word, as they are; whoever tells it quotes them for a shell. */
export function closing(open: readonly Bytes[]): readonly Bytes[] {
  return [...command.map(asBytes), ...open];
}

/** The same to type in any shell, filtered for any terminal. */
export function sayClosing(open: readonly Bytes[]): string {
  return [...command, ...open.map((path) => showWord(path))].join(" ");
}

const command = ["chmod", "go-w"];
