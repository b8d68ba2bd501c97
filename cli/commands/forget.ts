// `pyguard forget`: as if nothing had ever been said about this environment, or this Python.

import type { Command } from "commander";
import { pairOf } from "../../daemon/io/trust-store.ts";
import { forget } from "../../daemon/service/trust.ts";
import type { Context } from "../context.ts";
import { namePath } from "../name-path.ts";
import { findGone } from "../trust/find-gone.ts";
import { findPrefix } from "../trust/find-prefix.ts";
import { sayNothing, show } from "../trust/words.ts";
import { openWorkspace, type Workspace } from "../trust/workspace.ts";

type Options = { readonly prefix?: string; readonly gone?: true };

/** Adds `forget`, which ends with 1 where nothing stands, and nothing was said of what stood there. */
export function registerForget(program: Command, context: Context): void {
  program
    .command("forget")
    .argument("[directory]", "the project, or a directory in it; without one, here", namePath)
    .option(
      "--prefix <python>",
      "this Python, or the one in this directory, is not yours to manage any more",
      namePath,
    )
    .option("--gone", "all environments that are trusted, and are not there any more")
    .description("take back trust or refusal")
    .action((named: string | undefined, options: Options) => run(context, named, options));
}

async function run(context: Context, named: string | undefined, options: Options): Promise<void> {
  const workspace = openWorkspace(context);
  if (options.gone === true) {
    await forgetGone(context, workspace, { named, ...options });
    return;
  }
  if (options.prefix !== undefined && named !== undefined) {
    context.misuse("--prefix takes one Python's directory and goes with nothing else");
    return;
  }
  if (options.prefix !== undefined) {
    await forgetPrefix(context, workspace, options.prefix);
    return;
  }
  const directory = workspace.directory(named);
  const parted = await forget(directory, workspace.ports);
  if (parted.kind === "nothing") {
    context.fail(sayNothing(directory, parted.sighting, await workspace.ports.settings()));
    return;
  }
  const path = show(parted.pair.environment);
  if (parted.was === "nothing") {
    context.write(`nothing was known about ${path}\n`);
    return;
  }
  context.write(`forgot ${path}, which was ${parted.was}\n`);
  await workspace.poke();
}

async function forgetGone(
  context: Context,
  workspace: Workspace,
  others: { readonly named: string | undefined; readonly prefix?: string },
): Promise<void> {
  if (others.named !== undefined || others.prefix !== undefined) {
    context.misuse("--gone takes no directory and goes with nothing else");
    return;
  }
  const gone = await findGone(workspace);
  for (const record of gone) {
    await workspace.store.forget(pairOf(record));
    context.write(`forgot ${show(record.named)}, which is gone\n`);
  }
  if (gone.length === 0) {
    context.write("nothing that is trusted is gone\n");
  }
}

async function forgetPrefix(context: Context, workspace: Workspace, named: string): Promise<void> {
  const typed = workspace.directory(named);
  const found = await findPrefix(typed, context);
  // One that is gone, or no Python's any more, is forgotten under the name that it had.
  const prefix = found.kind === "prefix" ? found.path : typed;
  const wasTrusted = await workspace.prefixes.forget(prefix);
  context.write(
    wasTrusted
      ? `${show(prefix)} is not yours to manage any more\n`
      : `nothing was known about ${show(prefix)}\n`,
  );
}
