// `pyguard run -- CMD`: a command in the project's environment, without a hooked shell.

import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { findEntered } from "../run/find-entered.ts";
import { sayReason } from "../say-error.ts";

const notFound = 127;
const notExecutable = 126;
const signalBase = 128;

/** Adds `run` (synonym `exec`), which ends as the command ends, or with 1 where there is no environment. */
export function registerRun(program: Command, context: Context): void {
  program
    .command("run")
    .description("run a command in the environment here: scripts, CI, editors, agents")
    .argument("<command...>", "the command, after --")
    .passThroughOptions()
    .action((words: readonly string[]) => run(context, words));
}

async function run(context: Context, words: readonly string[]): Promise<void> {
  const entered = await findEntered(context);
  if (entered.kind === "none") {
    context.fail(entered.why);
    return;
  }
  const [command = "", ...rest] = words;
  if (words.some((word) => word.includes("\ufffd"))) {
    context.fail(`a word that is not UTF-8 cannot be handed to another program: ${command}`);
    return;
  }
  const status = await runInherited(command, rest, { context, changes: entered.changes });
  if (status.kind === "failed") {
    context.complain(`${command}: ${status.reason}`);
  }
  context.finish(status.status);
}

type Surroundings = {
  readonly context: Context;
  readonly changes: Readonly<Record<string, string | null>>;
};

type Ended =
  | { readonly kind: "ended"; readonly status: number }
  | { readonly kind: "failed"; readonly status: number; readonly reason: string };

/** Streams, terminal and signals are the command's own; this process only waits. */
async function runInherited(
  command: string,
  words: readonly string[],
  around: Surroundings,
): Promise<Ended> {
  let child: ChildProcess | undefined;
  // Before it runs: a signal that comes in between would end this process and not the command.
  passSignals((signal) => child?.kill(signal));
  try {
    child = spawn(command, words, { stdio: "inherit", env: changeEnvironment(around) });
    return await waitFor(child);
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
  // The terminal sends these to the whole group: the command answers, this process waits for it.
  for (const signal of ["SIGINT", "SIGQUIT"] as const) {
    process.on(signal, () => {});
  }
}

function waitFor(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve) => {
    child.once("error", (error: NodeJS.ErrnoException) => {
      resolve(
        error.code === "ENOENT"
          ? { kind: "failed", status: notFound, reason: "no such command" }
          : { kind: "failed", status: notExecutable, reason: "it cannot be run" },
      );
    });
    child.once("exit", (code, signal) => {
      resolve({
        kind: "ended",
        status: code ?? signalBase + constants.signals[signal ?? "SIGTERM"],
      });
    });
  });
}

function changeEnvironment({ context, changes }: Surroundings): Record<string, string> {
  const before = [...context.environment].map(
    ([name, value]) => [name, Buffer.from(value, "latin1").toString("utf8")] as const,
  );
  const after = new Map(before);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) {
      after.delete(name);
    } else {
      after.set(name, value);
    }
  }
  return Object.fromEntries(after);
}
