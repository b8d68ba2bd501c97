// `pyguard enter`: the shell's own function does it, and this program, a child, says why nothing will come of it.

import type { Command } from "commander";
import type { Context } from "../context.ts";
import { readShellFacts } from "../doctor/shell-facts.ts";
import { gatherStatus, whyNotSoon } from "../status/gather.ts";
import { openWorkspace } from "../trust/workspace.ts";

export function registerEnter(program: Command, context: Context): void {
  program
    .command("enter")
    .description("enter the environment here again, after deactivate")
    .action(() => run(context));
}

async function run(context: Context): Promise<void> {
  if (readShellFacts(context.environment) === null) {
    context.fail(
      "only a shell can enter an environment, and pyguard's line is not in this one; to put it there: pyguard init SHELL",
    );
    return;
  }
  const why = whyNotSoon(await gatherStatus(context, openWorkspace(context)));
  if (why !== null) {
    context.fail(why);
  }
}
