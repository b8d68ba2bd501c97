// `pyguard distrust`: this environment is never entered, whatever happens to it later.

import type { Command } from "commander";
import { distrust } from "../../daemon/service/trust.ts";
import type { Context } from "../context.ts";
import { namePath } from "../name-path.ts";
import { sayNothing, show } from "../trust/words.ts";
import { openWorkspace } from "../trust/workspace.ts";

/** Adds `distrust`, which ends with 1 where nothing stands that could be refused. */
export function registerDistrust(program: Command, context: Context): void {
  program
    .command("distrust")
    .argument("[directory]", "the project, or a directory in it; without one, here", namePath)
    .description("never enter the environment here, and never mention it")
    .action((named: string | undefined) => run(context, named));
}

async function run(context: Context, named: string | undefined): Promise<void> {
  const workspace = openWorkspace(context);
  const directory = workspace.directory(named);
  const parted = await distrust(directory, workspace.ports);
  if (parted.kind === "nothing") {
    context.fail(sayNothing(directory, parted.sighting, await workspace.ports.settings()));
    return;
  }
  const path = show(parted.pair.environment);
  context.write(`${path} is refused for good; to take that back: pyguard forget\n`);
  await workspace.poke();
}
