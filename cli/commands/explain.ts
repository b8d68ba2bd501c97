// `pyguard explain`: what would happen to a command and why, for this machine or an assumed one. Runs nothing.

import { Option, type Command } from "commander";
import { fromText } from "../../daemon/core/bytes.ts";
import type { Context } from "../context.ts";
import { namePath } from "../name-path.ts";
import { BadRows, judgeRows, readRows } from "../pip/assumed.ts";
import { findCallingShell } from "../pip/calling-shell.ts";
import { explainGlobal } from "../pip/explain-global.ts";
import { judgeCommand } from "../pip/judgement.ts";
import { renderChain, renderJson } from "../pip/render-explanation.ts";
import { bash } from "../../shells/bash.ts";

type Options = { readonly json?: true; readonly assume?: string };

/** Adds `explain`, which ends with 0 whatever the decision. */
export function registerExplain(program: Command, context: Context): void {
  program
    .command("explain")
    .description("show what would happen to a command and why; `explain global` tells the reason")
    .addOption(new Option("--json", "one line of JSON for each decision"))
    .addOption(
      new Option(
        "--assume <file>",
        "judge for the machines that a file of rows describes; - is standard input",
      ).argParser(namePath),
    )
    .argument("[command...]", "the command, after --")
    .passThroughOptions()
    .action(async (words: readonly string[], options: Options) => {
      if (options.assume !== undefined) {
        await explainAssumed(options.assume, words, context);
      } else if (words.length === 1 && words[0] === "global") {
        context.write(explainGlobal);
      } else {
        await explainHere(words, options, context);
      }
    });
}

async function explainHere(
  words: readonly string[],
  { json }: Options,
  context: Context,
): Promise<void> {
  if (words.length === 0) {
    context.misuse(
      "say which command: pyguard explain -- pip install NAME, or pyguard explain global",
    );
    return;
  }
  const judgement = await judgeCommand(words, findCallingShell(context), context);
  context.write(
    json === true
      ? renderJson(judgement.examined.decision, judgement.message)
      : renderChain(judgement),
  );
}

/** A line for each row, in order, in JSON: that is what programs count on. */
async function explainAssumed(
  file: string,
  words: readonly string[],
  context: Context,
): Promise<void> {
  try {
    const argv = words.length === 0 ? null : words.map(fromText);
    for (const { decision, message } of judgeRows(await readRows(file), argv, bash)) {
      context.write(renderJson(decision, message));
    }
  } catch (error) {
    if (!(error instanceof BadRows)) {
      throw error;
    }
    context.fail(error.message);
  }
}
