// Runs one shell with one tool and reads what it measured of itself.

import { execa } from "execa";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BenchShell, Tool } from "./contenders.ts";
import type { Ground } from "./ground.ts";
import { median } from "./median.ts";
import { typeWork, type Work } from "./type-work.ts";

export type Run = {
  readonly shell: BenchShell;
  readonly tool: Tool | "none";
  readonly ground: Ground;
};

/**
 * Medians: of one unchanged prompt and of one trip in and out (two prompts) in nanoseconds, of a start with the hook
 * in microseconds.
 */
export type Times = { readonly unchanged: number; readonly trip: number; readonly start: number };

const rounds = 7;
const startsInRound = 4;

/**
 * Measures these runs by turns, so that a machine that is busy for a while is so for all of them. Throws where a tool
 * did not enter its project, since then nothing was measured.
 */
export async function measureInTurn(
  runs: readonly Run[],
): Promise<ReadonlyMap<Run["tool"], Times>> {
  const seen = runs.map((run) => ({
    run,
    unchanged: [] as number[],
    trip: [] as number[],
    start: [] as number[],
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { run, unchanged, trip, start } of seen) {
      const sample = await measure(run);
      unchanged.push(...sample.unchanged);
      trip.push(...sample.trip);
      for (let index = 0; index < startsInRound; index += 1) {
        start.push(await measureStart(run));
      }
    }
  }
  return new Map(
    seen.map(({ run, unchanged, trip, start }) => [
      run.tool,
      { unchanged: median(unchanged), trip: median(trip), start: median(start) },
    ]),
  );
}

type Sample = { readonly unchanged: readonly number[]; readonly trip: readonly number[] };

async function measure(run: Run): Promise<Sample> {
  const isQuick = run.tool === "pyguard" || run.tool === "none";
  const count = isQuick ? run.shell.counts.pyguard : run.shell.counts.others;
  // The first round is not counted: what compiles as it runs has to get warm.
  const output = await runShell(run, { count, rounds: 2, what: "both" });
  if (run.tool !== "none" && !/^inside .+$/m.test(output)) {
    throw new Error(`${run.tool} did not enter the project in ${run.shell.name}:\n${output}`);
  }
  return {
    unchanged: readTimes(output, "unchanged", count).slice(1),
    trip: readTimes(output, "trip", count).slice(1),
  };
}

/** What starting the shell with the tool's hook takes, in microseconds. */
async function measureStart(run: Run): Promise<number> {
  const begin = process.hrtime.bigint();
  await runShell(run, { count: 0, rounds: 0, what: "start" });
  return Number(process.hrtime.bigint() - begin) / 1000;
}

/** Processes started for one prompt or one trip: the difference between 20 and 10 of them, as strace saw it. */
export async function countProcesses(run: Run, what: "unchanged" | "trip"): Promise<number | null> {
  if (run.ground.find("strace") === null) {
    return null;
  }
  const few = await countStarts(run, { count: 10, rounds: 1, what });
  const many = await countStarts(run, { count: 20, rounds: 1, what });
  return (many - few) / 10;
}

async function countStarts(run: Run, work: Work): Promise<number> {
  const record = join(run.ground.directory, "strace");
  const calls = "trace=clone,clone3,fork,vfork";
  await runShell(run, work, ["strace", "-f", "-qq", "-e", calls, "-o", record]);
  const lines = readFileSync(record, "utf8").split("\n");
  return lines.filter((line) => /(clone3?|v?fork)\(/.test(line) && !line.includes("CLONE_THREAD"))
    .length;
}

async function runShell(run: Run, work: Work, before: readonly string[] = []): Promise<string> {
  const { shell, tool, ground } = run;
  const script = join(
    ground.clone,
    "bench/shells",
    `${work.what === "start" ? "start" : "measure"}.${shell.extension}`,
  );
  const isTyped = shell.type !== null && work.what !== "start";
  const words = isTyped ? shell.type : shell.run(script);
  const [program = "", ...rest] = [...before, shell.program, ...words];
  // Nobody listens while it runs: who has to be woken at every prompt takes time from it.
  const lines = join(ground.directory, "lines");
  const notes = join(ground.directory, "notes");
  writeFileSync(lines, isTyped ? typeWork(script, work) : "");
  const { stdout } = await execa(program, rest, {
    env: {
      ...ground.environment,
      BENCH_TOOL: tool,
      BENCH_COUNT: String(work.count),
      BENCH_ROUNDS: String(work.rounds),
      BENCH_WHAT: work.what,
      BENCH_HOOKS: join(ground.clone, "hooks"),
      BENCH_PROJECT: ground.project(tool),
      BENCH_OUTSIDE: ground.outside,
    },
    extendEnv: false,
    cwd: ground.outside,
    stdin: { file: lines },
    stderr: { file: notes },
    reject: false,
    timeout: 300_000,
  });
  return `${stdout}\n${readFileSync(notes, "utf8")}`;
}

/** `NAME NANOSECONDS`, or fish's `timed NAME` and `Executed in 1.23 millis` for the whole loop. */
function readTimes(output: string, name: string, count: number): readonly number[] {
  const plain = [...output.matchAll(new RegExp(`^${name} (\\d+)`, "gm"))].map((match) =>
    Number(match[1]),
  );
  const timed = [
    ...output.matchAll(
      new RegExp(`^timed ${name}\\n[\\s\\S]*?Executed in\\s+([\\d.]+) (\\w+)`, "gm"),
    ),
  ].map((match) => (Number(match[1]) * nanoseconds(match[2] ?? "")) / count);
  return [...plain, ...timed];
}

function nanoseconds(word: string): number {
  const known: Readonly<Record<string, number>> = { secs: 1e9, millis: 1e6, micros: 1e3 };
  return known[word] ?? 60e9;
}
