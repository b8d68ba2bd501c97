// What every examination has at hand.

import { fromText, toText, type Bytes } from "../../daemon/core/bytes.ts";
import type { Eyes } from "../../daemon/io/pip/eyes.ts";
import type { Shell } from "../../shells/shell.ts";
import type { Context } from "../context.ts";
import { findCallingShell } from "../pip/calling-shell.ts";
import { openPatientEyes } from "../patient-eyes.ts";
import { openWorkspace, type Workspace } from "../trust/workspace.ts";
import { readShellFacts, type ShellFacts } from "./shell-facts.ts";

export type Desk = {
  readonly context: Context;
  readonly workspace: Workspace;
  readonly eyes: Eyes;
  /** Null where no hooked shell asks. */
  readonly facts: ShellFacts | null;
  /** In whose words commands are told. */
  readonly shell: Shell;
  /** What interpreters have said by now, by the path of the program itself: `3.12`. */
  readonly versions: Map<Bytes, string>;
};

/** Gathers it once; no file is looked at yet. */
export function setUp(context: Context): Desk {
  const facts = readShellFacts(context.environment);
  return {
    context,
    workspace: openWorkspace(context),
    eyes: openPatientEyes(),
    facts,
    shell: facts?.shell ?? findCallingShell(context),
    versions: new Map(),
  };
}

/** A command as it has to be typed in the person's shell. */
export function spell({ shell }: Desk, ...words: readonly Bytes[]): string {
  return toText(shell.command(words));
}

/** A path as a word of the person's shell. */
export function spellPath({ shell }: Desk, path: Bytes): string {
  return toText(shell.quote(path));
}

/** Takes a variable away; where a start file sets it, it has to go there as well. */
export function spellUnset({ shell }: Desk, name: string): string {
  switch (shell.name) {
    case "bash":
    case "zsh":
      return `unset ${name}`;
    case "fish":
      return `set -e ${name}`;
    case "pwsh":
      return `Remove-Item Env:${name}`;
  }
}

/** Commands of which each runs only if the one before it succeeded. */
export function chain({ shell }: Desk, ...commands: readonly string[]): string {
  return toText(shell.chain(commands.map(fromText)));
}
