// Runs one shell with one tool and reads what it measured of itself.

import { execa } from "execa";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BenchShell, Tool } from "./contenders.ts";
import type { Ground } from "./ground.ts";

export type Run = {
  readonly shell: BenchShell;
  readonly tool: Tool | "none";
  readonly ground: Ground;
};

/** Medians in nanoseconds: one unchanged prompt; one trip in and out, two prompts. */
export type Sample = { readonly unchanged: number; readonly trip: number };

const rounds = 5;
const starts = 15;

/** Measures prompts; throws where the tool did not enter the project, since then nothing was measured. */
export async function measure(run: Run): Promise<Sample> {
  const count =
    run.tool === "pyguard" || run.tool === "none"
      ? run.shell.counts.pyguard
      : run.shell.counts.others;
  const output = await runShell(run, { count, rounds, what: "both" });
  if (run.tool !== "none" && !/^inside .+$/m.test(output)) {
    throw new Error(`${run.tool} did not enter the project in ${run.shell.name}:\n${output}`);
  }
  return {
    unchanged: median(readTimes(output, "unchanged", count)),
    trip: median(readTimes(output, "trip", count)),
  };
}

/** What starting the shell with the tool's hook takes, median in microseconds. */
export async function measureStart(run: Run): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < starts; index += 1) {
    const begin = process.hrtime.bigint();
    await runShell(run, { count: 0, rounds: 0, what: "start" });
    times.push(Number(process.hrtime.bigint() - begin) / 1000);
  }
  return median(times);
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

type Work = { readonly count: number; readonly rounds: number; readonly what: string };

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
  const [program = "", ...words] = [...before, shell.program, ...shell.run(script)];
  const result = await execa(program, words, {
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
    stdin: "ignore",
    all: true,
    reject: false,
    timeout: 300_000,
  });
  return result.all ?? "";
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

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
