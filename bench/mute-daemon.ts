// What shells lose to a daemon that hangs: it is stopped, fifty shells walk in and out, and every wait is added up.
//   node dist/bench/mute-daemon.js [--minutes 10] [--shells 50]

import { execa } from "execa";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";
import { parseArgs } from "node:util";
import { benchShells, type BenchShell } from "./contenders.ts";
import { prepareGround, type Ground } from "./ground.ts";

/** A prompt that asks takes less where it is answered; what is above it was waited for. */
const waitUs = 10_000;
const secondsInMinute = 60;
/** Shells start, and fall out of step, before the daemon hangs. */
const settleMs = 6000;

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    shells: { type: "string", default: "50" },
  },
});

await main();

async function main(): Promise<void> {
  const ground = await prepareGround();
  const pid = findDaemon(ground);
  try {
    const shells = benchShells(ground).filter(({ name }) => name === "bash" || name === "zsh");
    await execa("mkfifo", [join(ground.directory, "nobody")]);
    const walks = Array.from({ length: Number(values.shells) }, async (_, index) =>
      walk(ground, shells[index % shells.length]),
    );
    await pass(settleMs);
    process.kill(pid, "SIGSTOP");
    const since = Date.now();
    report(await Promise.all(walks), since);
  } finally {
    process.kill(pid, "SIGCONT");
    await ground.stop();
    rmSync(ground.directory, { recursive: true, force: true });
  }
}

function findDaemon({ environment }: Ground): number {
  const base = join(environment["XDG_RUNTIME_DIR"] ?? "", "pyguard");
  const [id = ""] = readdirSync(base);
  return Number(readFileSync(join(base, id, "pid"), "utf8"));
}

async function walk(ground: Ground, shell: BenchShell | undefined): Promise<string> {
  if (shell === undefined) {
    return "";
  }
  const script = join(ground.clone, "bench/shells", `mute.${shell.extension}`);
  const result = await execa(shell.program, shell.run(script), {
    env: {
      ...ground.environment,
      BENCH_SECONDS: String(Number(values.minutes) * secondsInMinute + settleMs / 1000),
      BENCH_HOOKS: join(ground.clone, "hooks"),
      BENCH_PROJECT: ground.project("pyguard"),
      BENCH_OUTSIDE: ground.outside,
      BENCH_NOBODY: join(ground.directory, "nobody"),
    },
    extendEnv: false,
    cwd: ground.outside,
    stdin: "ignore",
    reject: false,
  });
  return result.stdout;
}

function report(outputs: readonly string[], sinceMs: number): void {
  const prompts = outputs.flatMap((output) =>
    [...output.matchAll(/^prompt (\d+) (\d+)/gm)]
      .filter((match) => Number(match[2]) >= sinceMs)
      .map((match) => Number(match[1])),
  );
  const waits = prompts.filter((each) => each > waitUs);
  const lost = waits.reduce((sum, each) => sum + each, 0) / 1_000_000;
  const cells = [
    `${outputs.length} shells, ${values.minutes} minutes, ${prompts.length} prompts`,
    `${waits.length} waited`,
    `${lost.toFixed(3)} s lost in all`,
    `the longest ${(Math.max(0, ...waits) / 1000).toFixed(0)} ms`,
  ];
  process.stdout.write(`${cells.join("; ")}\n`);
}
