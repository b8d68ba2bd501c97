// The shell that asks: whether its hook still runs, and which of its own names go past the wrappers.

import { readFileSync } from "node:fs";
import { findShell } from "../../shells/registry.ts";
import type { Shell } from "../../shells/shell.ts";
import { asBytes, toText } from "../../daemon/core/bytes.ts";
import { chain, type Desk } from "./desk.ts";
import type { Finding } from "./finding.ts";
import type { ShellFacts } from "./shell-facts.ts";

export async function examineShell(desk: Desk): Promise<readonly Finding[]> {
  const { facts } = desk;
  if (facts === null) {
    return findUnhooked(desk);
  }
  return [...(facts.isHooked ? [] : [lost(facts, desk)]), ...findUnguarded(facts)];
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
    mend: `${toText(desk.shell.reread)}   (and let pyguard's line be the last of your start file)`,
  };
}

/** Commands that write packages; what merely makes environments may be anybody's. */
const writes = /^(pip|python|pypy)[\d.]*$|^(py|easy_install)$/;

function findUnguarded({ shell, theirs }: ShellFacts): readonly Finding[] {
  return theirs
    .filter(({ name }) => writes.test(name))
    .map(({ name, kind }) => ({
      id: "name-not-guarded",
      what: `${name} is your own ${kind} here, so nothing looks where it installs`,
      where: `this ${shell.name}`,
      mend: `${undo(shell, kind)} ${name}   (or leave it so: pyguard doctor --ignore ${name})`,
      names: [name],
    }));
}

function undo({ name }: Shell, kind: string): string {
  if (kind === "alias") {
    return "unalias";
  }
  switch (name) {
    case "bash":
      return "unset -f";
    case "zsh":
      return "unfunction";
    case "fish":
      return "functions -e";
    case "pwsh":
      return "Remove-Item -LiteralPath Function:";
  }
}

/** Somebody types in a shell that would have the hook if it were started now. */
function findUnhooked(desk: Desk): readonly Finding[] {
  const { environment } = desk.context;
  const isKnown = environment.has("PYGUARD_SEGMENT") || environment.has("PYGUARD_PWSH");
  const isOff = /^(off|0)$/i.test(environment.get("PYGUARD") ?? asBytes(""));
  const shell = isKnown || isOff ? undefined : findTyping();
  return shell === undefined
    ? []
    : [
        {
          id: "hook-not-loaded",
          what: `this ${shell.name} has not loaded pyguard's hook`,
          where: `this ${shell.name}, process ${process.ppid}`,
          mend: chain(desk, toText(shell.reread)),
          names: [shell.name],
        },
      ];
}

/** The shell above, if it gave this command a job of its own at its terminal: scripts do not. */
function findTyping(): Shell | undefined {
  const own = readStat("self");
  const above = readStat(String(process.ppid));
  return own === null || above === null || own.group === above.group || own.group !== own.foreground
    ? undefined
    : findShell(above.name.replace(/^-/, ""));
}

type Stat = { readonly name: string; readonly group: number; readonly foreground: number };

/** `/proc/PID/stat`: the name in brackets may itself hold brackets. */
function readStat(pid: string): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    const match = /^\d+ \((.*)\) \S \d+ (\d+) \d+ \d+ (-?\d+) /s.exec(text);
    return match === null
      ? null
      : { name: match[1] ?? "", group: Number(match[2]), foreground: Number(match[3]) };
  } catch {
    return null;
  }
}
