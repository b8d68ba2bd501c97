// Throws command lines at the guard's reading of pip, and holds the verb it sees against a real pip's own parser.
//
//   node dist/bench/pip-fuzz.js [--lines 100000] [--seed 1]

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { ordinaryFacts } from "../daemon/core/pip/facts.ts";
import { judgePip } from "../daemon/core/pip/judge-pip.ts";
import { parsePip } from "../daemon/core/pip/parse-pip.ts";
import { askPip, findPips, type RealAnswer, type RealPip } from "../test/real-pip/real-pips.ts";
import { fuzzLine, seeded, type RandomLine } from "../test/real-pip/random-lines.ts";

const chunk = 5_000;
/** A line that takes longer hangs; on a busy machine any may be put aside for a while. */
const slowMs = 1_000;

type Tally = { lines: number; compared: number; wrong: number; slowestMs: number };

function main(): void {
  const { values } = parseArgs({
    options: {
      lines: { type: "string", default: "100000" },
      seed: { type: "string", default: "1" },
    },
  });
  const random = seeded(Number(values.seed));
  const home = mkdtempSync(join(tmpdir(), "pip-fuzz-"));
  const pip = findPips("")
    .toSorted((a, b) => a.version.localeCompare(b.version, "en", { numeric: true }))
    .at(-1);
  const tally: Tally = { lines: 0, compared: 0, wrong: 0, slowestMs: 0 };
  for (let left = Number(values.lines); left > 0; left -= chunk) {
    const lines = Array.from({ length: Math.min(chunk, left) }, () => fuzzLine(random));
    runChunk(lines, { pip, home, tally });
  }
  rmSync(home, { recursive: true });
  const name =
    pip === undefined ? "no pip found to compare with" : `compared with pip ${pip.version}`;
  process.stdout.write(
    `${JSON.stringify({ ...tally, slowestMs: Number(tally.slowestMs.toFixed(2)), name })}\n`,
  );
  process.exitCode = tally.wrong === 0 && tally.slowestMs < slowMs && tally.compared > 0 ? 0 : 1;
}

type Run = { readonly pip: RealPip | undefined; readonly home: string; readonly tally: Tally };

function runChunk(lines: readonly RandomLine[], { pip, home, tally }: Run): void {
  const verbs = lines.map((line) => readVerb(line, { version: pip?.version ?? null, tally }));
  const answers = pip === undefined ? null : (askPip(pip, lines, home)?.answers ?? null);
  tally.lines += lines.length;
  tally.compared += answers?.length ?? 0;
  for (const [at, answer] of (answers ?? []).entries()) {
    if (verbs[at] !== verbOf(answer)) {
      tally.wrong += 1;
      process.stderr.write(`${JSON.stringify(lines[at])}: ${verbs[at]}, pip ${verbOf(answer)}\n`);
    }
  }
}

/** The verb that would run, or nothing where none would; and the whole judgement, for it must not fail either. */
function readVerb(
  line: RandomLine,
  { version, tally }: { version: string | null; tally: Tally },
): string {
  const start = performance.now();
  const environment = new Map(Object.entries(line.environment));
  const facts = { ...ordinaryFacts, environment, configuration: line.files, pipVersion: version };
  judgePip({ ...facts, kind: "global", argv: ["pip", ...line.words] });
  judgePip({ ...facts, kind: "global", argv: line.words });
  const command = parsePip({ ...facts, words: line.words });
  tally.slowestMs = Math.max(tally.slowestMs, tally.lines === 0 ? 0 : performance.now() - start);
  return command.kind === "command" ? command.verb : "";
}

function verbOf(answer: RealAnswer): string {
  return answer.outcome === "command" && typeof answer["verb"] === "string" ? answer["verb"] : "";
}

main();
