// `pyguard anyway` as Node knows it, for help; the command itself is run by cli/pyguard, which starts no Node.

import type { Command } from "commander";
import type { Context } from "../context.ts";

/** Adds `anyway`. Only help and a command that is missing come here. */
export function registerAnyway(program: Command, context: Context): void {
  program
    .command("anyway")
    .description("run one command into a shared Python after all, this once")
    .argument("<command...>", "the command, such as pip install NAME")
    .passThroughOptions()
    .action(() => {
      context.misuse("`anyway` is done by the program `pyguard` itself: run that");
    });
}
