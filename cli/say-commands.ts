// Commands to type, word by word as a shell needs them.

import { fromText, toText } from "../daemon/core/bytes.ts";
import type { Shell } from "../shells/shell.ts";

/** Of several, each runs only if the one before it succeeded. */
export function sayCommands(commands: readonly (readonly string[])[], shell: Shell): string {
  return toText(shell.chain(commands.map((words) => shell.command(words.map(fromText)))));
}
