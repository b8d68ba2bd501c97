// One program run in the place of this one, as far as Node can: it is waited for, and it ends as it ends.

import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { fromText } from "../../daemon/core/bytes.ts";
import { openPatientEyes } from "../patient-eyes.ts";
import { sayReason } from "../say-error.ts";

/** As shells end for such commands. */
export const notFound = 127;
export const notExecutable = 126;
const signalBase = 128;

export type Start = {
  readonly file: string;
  /** What it is called, then its words. */
  readonly argv: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
};

export type Ended =
  | { readonly kind: "ended"; readonly status: number }
  | { readonly kind: "failed"; readonly status: number; readonly reason: string };

/** Streams, terminal and signals are the program's own; this process only waits. */
export async function startProgram({ file, argv, environment }: Start): Promise<Ended> {
  const [argv0, ...words] = argv;
  let child: ChildProcess | undefined;
  // Before it runs: a signal that comes in between would end this process and not the program.
  passSignals((signal) => child?.kill(signal));
  try {
    child = spawn(file, words, { argv0, stdio: "inherit", env: environment });
    const ended = await waitFor(child);
    return typeof ended === "number"
      ? { kind: "ended", status: ended }
      : await explain(ended, file);
  } catch (error) {
    // Too long, or with a NUL in it: Node throws these at once.
    return {
      kind: "failed",
      status: notExecutable,
      reason: `it cannot be run: ${sayReason(error)}`,
    };
  }
}

function passSignals(pass: (signal: NodeJS.Signals) => void): void {
  for (const signal of ["SIGTERM", "SIGHUP"] as const) {
    process.on(signal, pass);
  }
  // The terminal sends these to the whole group: the program answers, this process waits for it.
  for (const signal of ["SIGINT", "SIGQUIT"] as const) {
    process.on(signal, () => {});
  }
}

/** Its status, or why it was not started. */
function waitFor(child: ChildProcess): Promise<number | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    child.once("error", resolve);
    child.once("exit", (code, signal) => {
      resolve(code ?? signalBase + constants.signals[signal ?? "SIGTERM"]);
    });
  });
}

/** The system says the same of a program that is not there and of one whose first line names what is not. */
async function explain({ code }: NodeJS.ErrnoException, file: string): Promise<Ended> {
  if (code !== "ENOENT") {
    return { kind: "failed", status: notExecutable, reason: "it cannot be run" };
  }
  const reason = (await openPatientEyes().isFile(fromText(file)))
    ? `${file} does not start, as the program that runs it is gone; how to mend that: pyguard doctor`
    : "no such command";
  return { kind: "failed", status: notFound, reason };
}
