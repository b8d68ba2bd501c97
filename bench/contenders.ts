// Who is measured, and in which shells.

import type { Ground } from "./ground.ts";

export type Tool = "pyguard" | "direnv" | "mise";
export const tools: readonly Tool[] = ["pyguard", "direnv", "mise"];

export type BenchShell = {
  readonly name: "bash" | "zsh" | "fish" | "pwsh";
  readonly program: string;
  /** Arguments that run one script as an interactive shell without start-up files. */
  readonly run: (script: string) => readonly string[];
  readonly extension: string;
  /** Prompts a loop, and rounds of it. */
  readonly counts: { readonly pyguard: number; readonly others: number };
};

/** The shells found on this machine; a missing one is named on stderr. */
export function benchShells(ground: Ground): readonly BenchShell[] {
  const known: readonly BenchShell[] = [
    shell("bash", "bash", (script) => ["--noprofile", "--norc", "-i", script]),
    shell("zsh", "zsh", (script) => ["-f", "-i", script]),
    shell("fish", "fish", (script) => ["--no-config", "-i", script]),
    shell("pwsh", "ps1", (script) => ["-NoProfile", "-NoLogo", "-File", script]),
  ];
  return known.filter((each) => {
    const isHere = ground.find(each.program) !== null;
    if (!isHere) {
      process.stderr.write(`${each.name}: not found, left out\n`);
    }
    return isHere;
  });
}

function shell(name: BenchShell["name"], extension: string, run: BenchShell["run"]): BenchShell {
  return { name, program: name, run, extension, counts: { pyguard: 300, others: 10 } };
}
