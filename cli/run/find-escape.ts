// Whether a pip command that is to run in an environment would change something outside it, and what to type then.

import { fromText } from "../../daemon/core/bytes.ts";
import { readEntryPoint } from "../../daemon/core/pip/entry-point.ts";
import type { Active } from "../../daemon/core/pip/message-facts.ts";
import type { Examined } from "../../daemon/service/examine-pip.ts";
import type { Shell } from "../../shells/shell.ts";
import type { Context } from "../context.ts";
import { findCallingShell } from "../pip/calling-shell.ts";
import { judgeCommand } from "../pip/judgement.ts";
import { sayCommands } from "../say-commands.ts";
import { show } from "../trust/words.ts";
import { findProgram } from "./find-program.ts";

/** `variables` are those that the command will have. */
export type Going = {
  readonly context: Context;
  readonly variables: Readonly<Record<string, string>>;
};

/** One line of refusal; null for what stays inside, is not pip's, or was allowed to. */
export async function findEscape(words: readonly string[], going: Going): Promise<string | null> {
  const entry = readEntryPoint(words);
  if (entry.kind !== "pip" && entry.kind !== "setup" && entry.kind !== "ensurepip") {
    return null;
  }
  const shell = findCallingShell(going.context);
  const { examined } = await judgeCommand(words, shell, settle(going));
  if (!isOutside(examined)) {
    return null;
  }
  const pipWords = entry.kind === "pip" ? words.slice(entry.at) : ["install", "NAME"];
  return say({ examined, words, pipWords, shell }, going);
}

/** A CI machine is thrown away, yet whoever names an environment there means that one, too. */
const machines = /^(CI|GITHUB_ACTIONS|PIP_IS_CI|BUILD_.*|COLAB_.*|KAGGLE_.*)$/;

/** As in a shell that has the environment active, by hand. */
function settle({ context, variables }: Going): Context {
  const environment = new Map(
    Object.entries(variables)
      .filter(([name]) => name !== "PYGUARD_ACTIVE" && !machines.test(name))
      .map(([name, value]) => [name, fromText(value)] as const),
  );
  return { ...context, environment };
}

function isOutside({ decision, python, mismatch }: Examined): boolean {
  return (
    decision.decision === "refuse" ||
    (decision.decision !== "allow" && python !== null && mismatch !== null)
  );
}

type Escape = {
  readonly examined: Examined;
  readonly words: readonly string[];
  readonly pipWords: readonly string[];
  readonly shell: Shell;
};

async function say(escape: Escape, going: Going): Promise<string> {
  const { examined, words, shell } = escape;
  const { decision, python, mismatch } = examined;
  if (python === null || mismatch === null) {
    const again = sayCommands([["pyguard", "anyway", "pyguard", "run", "--", ...words]], shell);
    return `${words[0]} was not run: ${decision.reason}; all the same, this once: ${again}`;
  }
  const lack = mismatch.hasPip ? "" : ", which has no pip";
  const where = `${show(python.interpreter)} and not ${show(mismatch.path)}${lack}`;
  return `${words[0]} was not run: it would change ${where}; ${await sayInstead(mismatch, escape, going)}`;
}

async function sayInstead(
  { hasPip, hasEnsurepip }: Active,
  { pipWords, shell }: Escape,
  { context, variables }: Going,
): Promise<string> {
  const run = ["pyguard", "run", "--"];
  if (hasPip) {
    return `instead: ${sayCommands([[...run, "python", "-m", "pip", ...pipWords]], shell)}`;
  }
  if (hasEnsurepip) {
    return `to give it one: ${sayCommands([[...run, "python", "-m", "ensurepip", "--default-pip"]], shell)}`;
  }
  const uv = await findProgram("uv", variables["PATH"] ?? "", context);
  return uv.kind === "found"
    ? `instead: ${sayCommands([[...run, "uv", "pip", ...pipWords]], shell)}`
    : "to make it anew with one: pyguard venv --clear";
}
