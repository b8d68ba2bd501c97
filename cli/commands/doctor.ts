// `pyguard doctor`: what is wrong on this machine, where, and what to type; nothing at all where nothing is.

import type { Command } from "commander";
import type { Context } from "../context.ts";
import { setUp } from "../doctor/desk.ts";
import { examine } from "../doctor/examine.ts";
import { renderJson, renderReport } from "../doctor/render.ts";
import { failed } from "../exit-status.ts";

type Options = { readonly json?: boolean; readonly ignore: readonly string[] };

/** Adds `doctor`, which ends with 1 where it finds something. */
export function registerDoctor(program: Command, context: Context): void {
  program
    .command("doctor")
    .option("--json", "for programs")
    .option(
      "--ignore <name>",
      "a kind of finding, a package, a command or a shell that is meant to be so; may be repeated",
      (name: string, before: readonly string[]) => [...before, name],
      [],
    )
    .description("what is wrong here and on this machine, and how to mend it")
    .action((options: Options) => run(context, options));
}

async function run(context: Context, { json, ignore }: Options): Promise<void> {
  const report = await examine(setUp(context), ignore);
  context.write(json === true ? renderJson(report) : renderReport(report));
  context.finish(report.findings.length === 0 ? 0 : failed);
}
