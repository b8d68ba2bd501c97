// Who is measured, and in which shells.

import type { Ground } from "./ground.ts";

export type Tool = "pyguard" | "direnv" | "mise";
export const tools: readonly Tool[] = ["pyguard", "direnv", "mise"];

export type BenchShell = {
  readonly name: "bash" | "zsh" | "fish" | "pwsh";
  readonly program: string;
  /** Arguments that run one script as an interactive shell without start-up files. */
  readonly run: (script: string) => readonly string[];
  /** Arguments that run what is typed; null where prompts are timed by a script. */
  readonly type: readonly string[] | null;
  readonly extension: string;
  /** Prompts a loop, and rounds of it. */
  readonly counts: { readonly pyguard: number; readonly others: number };
};

/** The shells found on this machine; a missing one is named on stderr. */
export function benchShells(ground: Ground): readonly BenchShell[] {
  const known: readonly BenchShell[] = [
    shell("bash", "bash", ["--noprofile", "--norc", "-i"]),
    shell("zsh", "zsh", ["-f", "-i"]),
    shell("fish", "fish", ["--no-config", "-i"]),
    shell("pwsh", "ps1", ["-NoProfile", "-NoLogo", "-File"]),
  ];
  return known.filter((each) => {
    const isHere = ground.find(each.program) !== null;
    if (!isHere) {
      process.stderr.write(`${each.name}: not found, left out\n`);
    }
    return isHere;
  });
}

/** Shells that draw prompts, with all that comes before one, for lines that no terminal sends. */
const drawing: ReadonlySet<BenchShell["name"]> = new Set(["bash", "zsh"]);

function shell(name: BenchShell["name"], extension: string, words: readonly string[]): BenchShell {
  return {
    name,
    program: name,
    run: (script) => [...words, script],
    type: drawing.has(name) ? words : null,
    extension,
    counts: { pyguard: 300, others: 10 },
  };
}
