// Thousands of hostile names through one shell's own functions: answers that carry them are read, applied, drawn and left.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setPriority } from "node:os";
import { join } from "node:path";
import { asBytes, fromText } from "../../daemon/core/bytes.ts";
import { renderAnswer } from "../../daemon/wire/answer.ts";
import { Sandbox } from "../real/sandbox.ts";
import type { Shell } from "../real/shells.ts";
import { canary, names } from "./names.ts";
import { namingLoops } from "./naming-loops.ts";
import { randomFrom } from "./tree.ts";

/** Fragments that mean something to a shell, a prompt or a terminal, and plain bytes. */
const fragments: readonly string[] = [
  ...names.filter((name) => name.length < 40),
  ...Array.from("$`\\\"'!%~*?[]{}()<>|&;#= \t-+@^,."),
  "$((x))",
  "${x:-y}",
  "%F{red}",
  "\\[\\e[31m\\]",
  "\u00fc",
  "\u74b0",
  "\ud83d\udc0d",
];

/** No byte that a path in an answer may not have: the hooks refuse those, which is another test. */
export function makeName(seed: number): string {
  const random = randomFrom(seed);
  const parts = Array.from(
    { length: 1 + random(6) },
    () => fragments[random(fragments.length)] ?? "",
  );
  return parts.join("").replaceAll(/[\p{Cc}/:]/gu, "_");
}

export type Naming = { readonly result: string; readonly ran: boolean };

/** Which names: those of the seeds from `from` on. */
export type Share = { readonly from: number; readonly count: number };

/** So many at a time: nobody else waits while their answers are written. */
const batch = 500;

/** Gives the shell's own count, and whether the canary was run. */
export async function applyNames(shell: Shell, { from, count }: Share): Promise<Naming> {
  const sandbox = new Sandbox();
  try {
    const trace = join(sandbox.home, "something-ran");
    writeFileSync(join(sandbox.bin, canary), `#!/bin/sh\ntouch '${trace}'\n`, { mode: 0o755 });
    const loop = join(sandbox.home, "loop.ps1");
    writeFileSync(loop, namingLoops[shell.name]);
    mkdirSync(join(sandbox.home, "answers"));
    const terminal = await sandbox.open(shell);
    // It takes a minute of a processor, and others have clocks to watch.
    setPriority(terminal.pid, 3);
    const source = shell.name === "pwsh" ? "." : "source";
    let carried = 0;
    let wrong = 0;
    for (let first = from; first < from + count; first += batch) {
      writeAnswers(sandbox.home, { from: first, count: Math.min(batch, from + count - first) });
      const { output } = await terminal.run(`${source} '${loop}'`, { timeoutMs: 600_000 });
      const counts = readCounts(join(sandbox.home, "result"));
      if (counts === null) {
        return { result: output, ran: existsSync(trace) };
      }
      carried += counts.carried;
      wrong += counts.wrong;
    }
    return { result: `${carried} names, ${wrong} wrong`, ran: existsSync(trace) };
  } finally {
    await sandbox.close();
  }
}

type Counts = { readonly carried: number; readonly wrong: number };

function readCounts(file: string): Counts | null {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  rmSync(file, { force: true });
  const [, carried, wrong] = /^(\d+) names, (\d+) wrong\n$/u.exec(text) ?? [];
  return carried === undefined ? null : { carried: Number(carried), wrong: Number(wrong) };
}

/** What a daemon would answer to the shell's Nth question, were a project so called. On a mount that is never looked at. */
function writeAnswers(home: string, { from, count }: Share): void {
  const made = Array.from({ length: count }, (_, index) => makeName(from + index));
  const numbered = made.map((name, index) => `${index + 1}\0${name}\0`);
  writeFileSync(join(home, "names"), numbered.join(""));
  const empty = asBytes("");
  for (const [index, name] of made.entries()) {
    const answer = renderAnswer({
      number: asBytes(String(index + 1)),
      directory: fromText(home),
      state: "in",
      environment: fromText(`/p/${name}/.venv`),
      root: fromText(home),
      name: fromText(name),
      pythonVersion: asBytes("3.12"),
      marks: asBytes("r"),
      witness: empty,
      stamp: empty,
      venvHere: false,
      line: empty,
      decision: "",
      text: empty,
      argv: [],
    });
    writeFileSync(join(home, "answers", String(index + 1)), answer);
  }
}
