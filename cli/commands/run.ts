// `pyguard run -- CMD`: a command in the project's environment, without a hooked shell.

import type { Command } from "commander";
import type { Context } from "../context.ts";
import { refused } from "../exit-status.ts";
import { findEntered } from "../run/find-entered.ts";
import { findEscape } from "../run/find-escape.ts";
import { findProgram } from "../run/find-program.ts";
import { notExecutable, notFound, startProgram, type Ended } from "../run/start-program.ts";

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
  const variables = changeEnvironment(context, entered.changes);
  const status = await runIn([command, ...rest], context, variables);
  if (status.kind === "failed") {
    context.complain(status.reason);
  }
  context.finish(status.status);
}

type Variables = Readonly<Record<string, string>>;

async function runIn(
  argv: readonly [string, ...string[]],
  context: Context,
  variables: Variables,
): Promise<Ended> {
  const [command] = argv;
  if (command === "") {
    return fail(notFound, "there is no command ''; say which: pyguard run -- COMMAND");
  }
  const program = await findProgram(command, variables["PATH"] ?? "", context);
  switch (program.kind) {
    case "missing":
      return fail(notFound, `${command}: no such command`);
    case "not-executable":
      return fail(notExecutable, `${command}: it cannot be run`);
    case "found":
  }
  const escape = await findEscape(argv, { context, variables });
  if (escape !== null) {
    return fail(refused, escape);
  }
  const ended = await startProgram({ file: program.file, argv, environment: variables });
  return ended.kind === "failed" ? fail(ended.status, `${command}: ${ended.reason}`) : ended;
}

function fail(status: number, reason: string): Ended {
  return { kind: "failed", status, reason };
}

function changeEnvironment(
  context: Context,
  changes: Readonly<Record<string, string | null>>,
): Variables {
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
