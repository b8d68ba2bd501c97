// `pyguard trust`: this environment may be entered; `--found`: all that are there; `--prefix`: this Python is mine.

import type { Command } from "commander";
import { toText, type Bytes } from "../../daemon/core/bytes.ts";
import { trust } from "../../daemon/service/trust.ts";
import type { Context } from "../context.ts";
import { findCallingShell } from "../pip/calling-shell.ts";
import { findBaked } from "../doctor/inspect-environment.ts";
import { namePath } from "../name-path.ts";
import { openPatientEyes } from "../patient-eyes.ts";
import { findPrefix } from "../trust/find-prefix.ts";
import { isFixedHere } from "../trust/is-fixed.ts";
import { trustFound } from "../trust/trust-found.ts";
import { sayNothing, sayTrusted, show, takeBack } from "../trust/words.ts";
import { openWorkspace, type Workspace } from "../trust/workspace.ts";

type Options = { readonly found?: boolean; readonly prefix?: string };

/** Adds `trust`, which ends with 1 where nothing stands, or what stands there cannot be trusted. */
export function registerTrust(program: Command, context: Context): void {
  program
    .command("trust")
    .argument("[directory]", "the project, or a directory in it; without one, here", namePath)
    .option("--found", "every environment below the directory (or home) that is yours, each listed")
    .option(
      "--prefix <python>",
      "this Python, or the one in this directory, is yours to manage: the guard lets pip install into it",
      namePath,
    )
    .description("let shells enter the environment here")
    .action((named: string | undefined, options: Options) => run(context, named, options));
}

async function run(context: Context, named: string | undefined, options: Options): Promise<void> {
  const workspace = openWorkspace(context);
  const { prefix, found } = options;
  if (prefix !== undefined && (found === true || named !== undefined)) {
    context.misuse("--prefix takes one Python's directory and goes with nothing else");
    return;
  }
  if (prefix !== undefined) {
    await trustPrefix(context, workspace, prefix);
  } else if (found === true) {
    await trustBelow(context, workspace, named);
  } else {
    await trustHere(context, workspace, named);
  }
  await workspace.poke();
}

async function trustBelow(
  context: Context,
  workspace: Workspace,
  named: string | undefined,
): Promise<void> {
  const directory = named === undefined ? context.home : workspace.directory(named);
  if ((await workspace.ports.canonical(directory)) === null) {
    context.fail(`there is no directory ${show(directory)}`);
    return;
  }
  await trustFound(context, workspace, directory);
}

async function trustHere(
  context: Context,
  workspace: Workspace,
  named: string | undefined,
): Promise<void> {
  const directory = workspace.directory(named);
  const trusting = await trust(directory, workspace.ports, "explicit");
  switch (trusting.kind) {
    case "trusted":
      context.write(`${sayTrusted(trusting, workspace.ports).join("\n")}\n`);
      await warnOfMove(context, trusting.environment.path);
      return;
    case "nothing": {
      const { sighting } = trusting;
      const { names } = await workspace.ports.settings();
      const told = { names, isFixed: await isFixedHere(directory, sighting) };
      context.fail(sayNothing(directory, sighting, told));
      return;
    }
    case "refused":
      context.fail(`not trusting ${toText(trusting.why)}`);
  }
}

/** It is entered all the same: its Python works, and may be all that is wanted. */
async function warnOfMove(context: Context, environment: Bytes): Promise<void> {
  const baked = await findBaked(environment, openPatientEyes());
  if (baked !== null) {
    context.write(
      `  it was moved or copied from ${show(baked)}, and so its pip and its scripts do not work here; how to make it anew: pyguard doctor\n`,
    );
  }
}

async function trustPrefix(
  context: Context,
  { prefixes, directory }: Workspace,
  named: string,
): Promise<void> {
  const found = await findPrefix(directory(named), context);
  if (found.kind === "none") {
    context.fail(found.why);
    return;
  }
  const { path, marker } = found;
  await prefixes.trust(path);
  const back = toText(findCallingShell(context).command(takeBack(path)));
  context.write(
    `${show(path)} is yours to manage: the guard lets pip install into it; to take that back: ${back}\n`,
  );
  if (marker !== null) {
    context.write(
      `  pip's own check stays, by ${show(marker)}; past that, too, once: pyguard anyway pip install NAME\n`,
    );
  }
}
