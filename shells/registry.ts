// The shells pyguard hooks; a fifth is one file beside this one and one line here.

import { bash } from "./bash.ts";
import { fish } from "./fish.ts";
import { pwsh } from "./pwsh.ts";
import type { Shell } from "./shell.ts";
import { zsh } from "./zsh.ts";

/** Every shell, in the order people are shown them. */
export const shells: readonly Shell[] = [bash, zsh, fish, pwsh];

/** Their names, for people. */
export const shellNames: string = shells.map((shell) => shell.name).join(", ");

/** The shell of that name. */
export function findShell(name: string): Shell | undefined {
  return shells.find((shell) => shell.name === name);
}
