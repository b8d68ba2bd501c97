// The shell that asks: whether its hook still runs, and which of its own names go past the wrappers.

import type { Shell } from "../../shells/shell.ts";
import { toText } from "../../daemon/core/bytes.ts";
import { findPlace } from "../find-place.ts";
import { isOff } from "../is-off.ts";
import { chain, type Desk } from "./desk.ts";
import { findTyping } from "./find-typing.ts";
import type { Finding } from "./finding.ts";
import type { ShellFacts } from "./shell-facts.ts";

/** By what the shell says of itself; a shell that says nothing has no hook. */
export async function examineShell(desk: Desk): Promise<readonly Finding[]> {
  const { facts } = desk;
  if (facts === null) {
    return findUnhooked(desk);
  }
  // Where shells have no place to meet a daemon, the hook was never put in: that is found by itself.
  const isLost = !facts.isHooked && findPlace(desk.context).kind === "place";
  return [...(isLost ? [lost(facts, desk)] : []), ...findUnguarded(facts, desk)];
}

const culprits: Readonly<Record<Shell["name"], string>> = {
  bash: "PROMPT_COMMAND",
  zsh: "precmd_functions or chpwd_functions",
  fish: "the function __pyguard_hook",
  pwsh: "the function prompt",
};

function lost({ shell }: ShellFacts, desk: Desk): Finding {
  return {
    id: "hook-lost",
    what: `the hook does not run at this shell's prompts any more: something replaced ${culprits[shell.name]}`,
    where: `this ${shell.name}`,
    mend: toText(desk.shell.reread),
    note: "if it comes back, let pyguard's line be the last of your start file",
  };
}

/** Commands that write packages; what merely makes environments may be anybody's. */
const writes = /^(pip|python|pypy)[\d.]*$|^(py|easy_install)$/;

function findUnguarded({ shell, theirs }: ShellFacts, desk: Desk): readonly Finding[] {
  return theirs
    .filter(({ name }) => writes.test(name))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name, kind }) => ({
      id: "name-not-guarded",
      what: `${name} is your own ${kind} here, so nothing looks where it installs`,
      where: `this ${shell.name}`,
      mend: chain(desk, undo(shell, { name, kind }), "pyguard on"),
      note: `or leave it so: pyguard doctor --ignore ${name}`,
      names: [name],
    }));
}

/** `pyguard on` wraps what is free by then. */
function undo(shell: Shell, { name, kind }: ShellFacts["theirs"][number]): string {
  if (kind === "alias") {
    return `${shell.name === "pwsh" ? "Remove-Alias" : "unalias"} ${name}`;
  }
  switch (shell.name) {
    case "bash":
      return `unset -f ${name}`;
    case "zsh":
      return `unfunction ${name}`;
    case "fish":
      return `functions -e ${name}`;
    case "pwsh":
      return `Remove-Item Function:${name}`;
  }
}

/** What keeps a line in a start file from being read; in PowerShell what comes later hides the hook before it has run once. */
function hint({ name }: Shell): string {
  return name === "pwsh"
    ? "let pyguard's line come after whatever else in your profile replaces prompt"
    : "if that does not help, something ends your start file before pyguard's line: move the line up";
}

/** Somebody types in a shell that would have the hook if it were started now. */
function findUnhooked(desk: Desk): readonly Finding[] {
  const { environment } = desk.context;
  const isKnown = environment.has("PYGUARD_SEGMENT") || environment.has("PYGUARD_PWSH");
  const shell = isKnown || isOff("PYGUARD", desk.context) ? undefined : findTyping();
  return shell === undefined
    ? []
    : [
        {
          id: "hook-not-loaded",
          what: `this ${shell.name} has not loaded pyguard's hook`,
          where: `this ${shell.name}, process ${process.ppid}`,
          mend: toText(shell.reread),
          note: hint(shell),
          names: [shell.name],
        },
      ];
}
