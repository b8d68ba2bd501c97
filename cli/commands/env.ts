// `pyguard env`: what a shell would have here, for scripts, editors and agents.

import type { Command } from "commander";
import { fromText, toText } from "../../daemon/core/bytes.ts";
import type { Context } from "../context.ts";
import { findEntered } from "../run/find-entered.ts";
import { quotePosix } from "../../shells/quote-posix.ts";

/** Adds `env`, which ends with 1 where there is no environment that may be entered. */
export function registerEnv(program: Command, context: Context): void {
  program
    .command("env")
    .description(
      "print what entering the environment here changes, for sh, bash and zsh; nothing is run",
    )
    .option("--json", "for programs: variables by name, null for one that is taken away")
    .addHelpText(
      "after",
      "\nfish and PowerShell do not read these lines; what both can use: pyguard run, pyguard env --json.",
    )
    .action((options: { readonly json?: boolean }) =>
      print(context, options.json === true ? "json" : "text"),
    );
}

async function print(context: Context, form: "json" | "text"): Promise<void> {
  const entered = await findEntered(context);
  if (entered.kind === "none") {
    context.fail(entered.why);
    return;
  }
  const { path, name, version, changes } = entered;
  if (form === "json") {
    context.write(
      `${JSON.stringify({ schema: 1, environment: path, name, version, variables: changes })}\n`,
    );
    return;
  }
  for (const [variable, value] of Object.entries(changes)) {
    context.write(
      value === null
        ? `unset ${variable}\n`
        : `export ${variable}=${toText(quotePosix(fromText(value)))}\n`,
    );
  }
}
