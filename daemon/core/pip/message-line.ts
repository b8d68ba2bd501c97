// One line to paste, put together from steps and the person's own command.

import { asBytes, type Bytes } from "../bytes.ts";
import { redact } from "./message-command.ts";
import type { Speech } from "./message-facts.ts";

export type Advice = {
  /** What the line does; ends with a colon. */
  readonly title: string;
  readonly line: Bytes;
  /** The same without pyguard; empty where there is no such line. */
  readonly byHand: string;
  /** The command itself could not be part of the line: what is to be typed then. */
  readonly afterwards: Bytes;
};

export type Start = {
  readonly title: string;
  readonly before: readonly Bytes[];
  readonly command: readonly Bytes[];
  readonly byHand?: readonly Bytes[];
};

/** Puts the steps and the command into one line; a command that was cut stands behind it instead. */
export function compose({ title, before, command, byHand }: Start, speech: Speech): Advice {
  const { words, isCut } = redact(command);
  const shown = speech.command(words);
  const isApart = isCut && before.length > 0;
  const manual = byHand === undefined ? "" : `${speech.chain(byHand)}     then: ${shown}`;
  return {
    title: isApart ? title.replace(" and install, one line:", " first:") : title,
    line: speech.chain(isApart ? before : [...before, shown]),
    byHand: manual,
    afterwards: isApart ? shown : asBytes(""),
  };
}
