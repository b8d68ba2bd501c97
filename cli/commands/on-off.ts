// `pyguard on` and `pyguard off` concern one shell: its hook does them, so here they can only say so.

import type { Command } from "commander";
import type { Context } from "../context.ts";

/** Adds `on` and `off`, which end with status 1 outside a hooked shell. */
export function registerOnOff(program: Command, context: Context): void {
  for (const name of ["on", "off"]) {
    program
      .command(name)
      .description(
        name === "on" ? "let pyguard work in this shell again" : "keep pyguard out of this shell",
      )
      .action(() => {
        context.fail(
          `\`pyguard ${name}\` works in a shell that has pyguard's hook; this one has not. See: pyguard init --help`,
        );
      });
  }
}
