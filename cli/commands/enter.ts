// `pyguard enter`: the shell's own function does it; this program, a child, can only say so.

import type { Command } from "commander";
import type { Context } from "../context.ts";

export function registerEnter(program: Command, context: Context): void {
  program
    .command("enter")
    .description("enter the environment here again, after deactivate")
    .action(() => {
      context.fail(
        "only a shell can enter an environment, and pyguard's line is not in this one; to put it there: pyguard init SHELL",
      );
    });
}
