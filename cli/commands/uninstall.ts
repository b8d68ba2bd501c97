// `pyguard uninstall`: the installed copy of install.sh undoes what it did, so that one program knows both ways.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { Command } from "commander";
import { toBuffer, toText } from "../../daemon/core/bytes.ts";
import { join } from "../../daemon/core/path.ts";
import type { Context } from "../context.ts";

/** Adds `uninstall`, with the options that install.sh has for it. */
export function registerUninstall(program: Command, context: Context): void {
  program
    .command("uninstall")
    .description("undo everything install.sh did; state, cache and runtime files go too")
    .option("--dry-run", "say what would be done, and do nothing")
    .action((options: { readonly dryRun?: boolean }) => {
      const script = join(context.programHome, "install.sh");
      if (!existsSync(toBuffer(script))) {
        context.fail(`${toText(script)} is missing: run ./install.sh --uninstall in a clone`);
        return;
      }
      const words = options.dryRun === true ? ["--dry-run"] : [];
      const child = spawnSync("/bin/sh", [toText(script), "--uninstall", ...words], {
        cwd: "/",
        stdio: "inherit",
      });
      context.finish(child.status ?? 1);
    });
}
