// `pyguard status`: what holds here and now, on one screen.

import type { Command } from "commander";
import type { Context } from "../context.ts";
import { gatherStatus } from "../status/gather.ts";
import { renderStatus } from "../status/render.ts";
import { openWorkspace } from "../trust/workspace.ts";

/** Adds `status`, which ends with 0 whatever there is. */
export function registerStatus(program: Command, context: Context): void {
  program
    .command("status")
    .option("--json", "for programs")
    .description("the environment here, whether it is entered, and why not")
    .action((options: { readonly json?: boolean }) =>
      run(context, options.json === true ? "json" : "text"),
    );
}

async function run(context: Context, form: "json" | "text"): Promise<void> {
  const status = await gatherStatus(context, openWorkspace(context));
  context.write(
    form === "json" ? `${JSON.stringify({ schema: 1, ...status })}\n` : renderStatus(status),
  );
}
