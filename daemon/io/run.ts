// The one way in which pyguard runs another program: an absolute path, a list of arguments, a limit, no shell.

import { isUtf8, toText, type Bytes } from "../core/bytes.ts";
import { loadPart } from "./load-part.ts";

export type Command = {
  /** Absolute. */
  readonly file: Bytes;
  readonly arguments: readonly Bytes[];
  readonly directory: Bytes;
  readonly environment: ReadonlyMap<string, Bytes>;
  readonly limitMs: number;
};

export type Ran =
  | {
      readonly kind: "ended";
      readonly status: number;
      readonly output: string;
      readonly errors: string;
    }
  /** It could not be started, took too long, or a signal ended it. */
  | { readonly kind: "failed"; readonly why: string; readonly isInterrupted: boolean };

const outputLimit = 1024 * 1024;
const interruptions: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Never throws for what the program does. */
export async function run(command: Command): Promise<Ran> {
  let isInterrupted = false;
  // The program hears the terminal's signal itself; whoever runs it lives on and clears up.
  const note = (): void => {
    isInterrupted = true;
  };
  for (const signal of interruptions) {
    process.on(signal, note);
  }
  try {
    const { execa, file, words, options } = await prepare(command);
    const result = await execa(file, words, {
      ...options,
      timeout: command.limitMs,
      maxBuffer: outputLimit,
      cleanup: true,
    });
    if (result.exitCode !== undefined && !isInterrupted) {
      const { exitCode: status, stdout: output, stderr: errors } = result;
      return { kind: "ended", status, output, errors };
    }
    const why = isInterrupted ? "it was interrupted" : (result.shortMessage ?? "it was ended");
    return { kind: "failed", why, isInterrupted };
  } finally {
    for (const signal of interruptions) {
      process.off(signal, note);
    }
  }
}

/** What every run has in common. */
export async function prepare(command: Omit<Command, "limitMs">) {
  if (!command.file.startsWith("/")) {
    throw new Error(`${command.file} is not an absolute path`);
  }
  // Loaded when first needed: a daemon that never runs anything never pays for it.
  const { execa } = await loadPart(() => import("execa"));
  const [file = "", cwd = "", ...words] = [
    command.file,
    command.directory,
    ...command.arguments,
  ].map(toExactText);
  const env = Object.fromEntries(
    [...command.environment].map(([name, value]) => [name, toText(value)]),
  );
  const options = {
    cwd,
    env,
    extendEnv: false,
    reject: false,
    shell: false,
    stdin: "ignore",
    windowsHide: true,
  } as const;
  return { execa, file, words, options };
}

/** Node passes arguments as UTF-8: what is not cannot be passed on as it is. */
function toExactText(word: Bytes): string {
  const text = toText(word);
  if (!isUtf8(word)) {
    throw new Error(`a name that is not UTF-8 cannot be handed to another program: ${text}`);
  }
  return text;
}
