// What to type where something stands in the way of a new environment, word by word as the shell needs it.

import type { Shell } from "../../shells/shell.ts";
import { sayCommands } from "../say-commands.ts";
import type { VenvArguments } from "./parse-arguments.ts";

/** What has the name goes aside, since it may be somebody's; then what was asked. */
export function sayAgain(asked: VenvArguments, shell: Shell): string {
  return sayCommands([["mv", asked.name, `${asked.name}.old`], commandOf(asked)], shell);
}

/** What was asked, to be typed once more. */
export function sayAsked(asked: VenvArguments, shell: Shell): string {
  return sayCommands([commandOf(asked)], shell);
}

function commandOf({ python, name, options }: VenvArguments): readonly string[] {
  const which = python === "" ? [] : ["--python", python];
  return ["pyguard", "venv", ...which, ...options, ...(name === ".venv" ? [] : [name])];
}
