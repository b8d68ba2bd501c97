// `pyguard check`: the guard's decision as an exit status, for scripts, editors and other wrappers.

import type { Command } from "commander";
import { toText } from "../../daemon/core/bytes.ts";
import type { Context } from "../context.ts";
import { refused } from "../exit-status.ts";
import { findShell, shellNames } from "../../shells/registry.ts";
import { findCallingShell } from "../pip/calling-shell.ts";
import { judgeCommand } from "../pip/judgement.ts";

/** Adds `check`: 0 may run, 3 refused. */
export function registerCheck(program: Command, context: Context): void {
  program
    .command("check")
    .description("say by the exit status whether a command may run: 0 yes, 3 refused")
    .option("--shell <name>", `whose words the message has: ${shellNames}`)
    .argument("[command...]", "the command, after --")
    .passThroughOptions()
    .action((words: readonly string[], options: { readonly shell?: string }) =>
      check(words, options.shell, context),
    );
}

async function check(
  words: readonly string[],
  name: string | undefined,
  context: Context,
): Promise<void> {
  const shell = name === undefined ? findCallingShell(context) : findShell(name);
  if (shell === undefined) {
    context.misuse(`no words for the shell '${name}': there are ${shellNames}`);
    return;
  }
  if (words.length === 0) {
    context.misuse("say which command: pyguard check -- pip install NAME");
    return;
  }
  const { examined, message } = await judgeCommand(words, shell, context);
  if (message !== "") {
    context.warn(`${toText(message)}\n`);
  }
  context.finish(examined.decision.decision === "refuse" ? refused : 0);
}
