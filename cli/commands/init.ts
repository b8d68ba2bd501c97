// `pyguard init` as Node knows it, for help; the command itself is answered by cli/pyguard, which starts no Node.

import type { Command } from "commander";
import { asBytes, toText } from "../../daemon/core/bytes.ts";
import { join } from "../../daemon/core/path.ts";
import { findShell, shellNames } from "../../shells/registry.ts";
import type { Context } from "../context.ts";

/** Adds `init`, which prints the line that hooks a shell. */
export function registerInit(program: Command, context: Context): void {
  program
    .command("init")
    .description("print the line that hooks a shell; it belongs at the end of its rc file")
    .argument("<shell>", `one of ${shellNames}`)
    .action((name: string) => {
      const shell = findShell(name);
      if (shell === undefined) {
        context.misuse(`no hook for the shell '${name}': there are ${shellNames}`);
        return;
      }
      const hook = join(context.programHome, shell.hook);
      context.write(`${toText(asBytes(shell.hookLine({ hook, home: context.home })))}\n`);
    });
}
