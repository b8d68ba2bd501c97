// What a terminal has shown, read as text: where a prompt stands and what came before it.

/**
 * Ends every prompt of a shell under test. The percent sign is doubled in zsh's and fish's source and the bell is
 * spelled in all of them, so that printing the source of a prompt is no prompt.
 */
const promptEnd = "\u001B]7704;%ready\u0007";

export type Turn = {
  /** What was written between Enter and the prompt, escape sequences left out, lines ending in `\n`. */
  readonly output: string;
  /** The prompt's last line as a person sees it. */
  readonly prompt: string;
};

/** Finds the first prompt after the first newline that follows `from`; null where there is none yet. */
export function findTurn(raw: string, from: number): Turn | null {
  const newline = raw.indexOf("\n", from);
  return newline < 0 ? null : findPrompt(raw, newline + 1);
}

/** Finds the first prompt that begins after `from`. */
export function findPrompt(raw: string, from: number): Turn | null {
  const end = raw.indexOf(promptEnd, from);
  if (end < 0) {
    return null;
  }
  const shown = visible(raw.slice(from, end));
  const lastLine = shown.lastIndexOf("\n") + 1;
  return { output: shown.slice(0, lastLine), prompt: shown.slice(lastLine) };
}

const controlSequence = "\u001B\\[[0-?]*[ -/]*[@-~]";
const textSequence = "\u001B[\\]PX^_][^\u0007\u001B]*(?:\u0007|\u001B\\\\)";
const shortSequence = "\u001B[ -/]*[0-~]";
const escapes = new RegExp(
  `${controlSequence}|${textSequence}|${shortSequence}|[\u0000\u0007]`,
  "gu",
);

/** Leaves escape sequences out, and on each line what a carriage return let the rest be written over. */
export function visible(raw: string): string {
  return raw.replaceAll(escapes, "").replaceAll(/\r+\n/g, "\n").replaceAll(/^.*\r/gm, "");
}

/** The last lines as a person would see them, for messages. */
export function lastLines(raw: string, count: number): string {
  return visible(raw).split("\n").slice(-count).join("\n");
}

/** Where the cursor stands after `raw`, one-based: good enough for shells that ask. */
export function cursor(
  raw: string,
  rows: number,
): { readonly row: number; readonly column: number } {
  const shown = visible(raw);
  const newlines = shown.split("\n").length;
  const line = shown.slice(shown.lastIndexOf("\n") + 1);
  return { row: Math.min(newlines, rows), column: line.length + 1 };
}
