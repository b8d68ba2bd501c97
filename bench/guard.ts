// What the guard adds to a pip that it allows, everything known: in an entered environment, and in two that were
// activated by hand, where the daemon is asked. Arguments: the shells to measure; none means all that are here.

import { execa } from "execa";
import { chmodSync, copyFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { benchShells, type BenchShell } from "./contenders.ts";
import { prepareGround, type Ground } from "./ground.ts";

type Place = {
  readonly what: string;
  readonly directory: string;
  /** Activated by hand there; empty for none. */
  readonly venv: string;
  readonly conda: string;
};

/** Short rounds: on a busy machine none that is long is left alone. */
const count = 5;
const rounds = 60;
const goalMs = 2;
const shown = 1000;

await main();

async function main(): Promise<void> {
  const ground = await prepareGround();
  try {
    const places = await makePlaces(ground);
    const wanted = process.argv.slice(2);
    const shells = benchShells(ground).filter(
      ({ name }) => wanted.length === 0 || wanted.includes(name),
    );
    for (const shell of shells) {
      for (const place of places) {
        process.stdout.write(`${render(shell, place, await time(ground, shell, place))}\n`);
      }
    }
  } finally {
    await ground.stop();
    rmSync(ground.directory, { recursive: true, force: true });
  }
}

/** A pip whose Python does nothing and ends: what is left of the time is the shell's and the guard's. */
async function makePlaces({ directory, environment, clone, outside }: Ground): Promise<Place[]> {
  const project = join(directory, "home/guarded");
  const run = async (cwd: string, file: string, ...words: readonly string[]): Promise<void> => {
    await execa(file, words, { cwd, env: environment, extendEnv: false });
  };
  const hand = join(directory, "home/hand");
  mkdirSync(project);
  for (const environmentPath of [join(project, ".venv"), hand]) {
    await run(outside, "python3", "-m", "venv", "--without-pip", environmentPath);
    givePip(environmentPath);
  }
  await run(project, join(clone, "cli/pyguard"), "trust");
  const conda = join(directory, "home/conda/envs/sci");
  for (const path of ["conda-meta", "lib/python3.12/site-packages"]) {
    mkdirSync(join(conda, path), { recursive: true });
  }
  mkdirSync(join(conda, "bin"));
  writeFileSync(join(conda, "conda-meta/history"), "");
  writeFileSync(join(conda, "lib/python3.12/os.py"), "");
  givePip(conda);
  return [
    { what: "entered", directory: project, venv: "", conda: "" },
    { what: "venv by hand", directory: outside, venv: hand, conda: "" },
    { what: "conda by hand", directory: outside, venv: "", conda },
  ];
}

function givePip(environment: string): void {
  const interpreter = join(environment, "bin/python");
  for (const name of ["python", "python3"]) {
    rmSync(join(environment, "bin", name), { force: true });
    symlinkSync("python3.12", join(environment, "bin", name));
  }
  copyFileSync("/bin/true", join(environment, "bin/python3.12"));
  chmodSync(join(environment, "bin/python3.12"), 0o755);
  for (const name of ["pip", "pip3"]) {
    writeFileSync(join(environment, "bin", name), `#!${interpreter}\n`, { mode: 0o755 });
  }
}

type Times = ReadonlyMap<string, number>;

/** The best rounds in milliseconds: what else a machine does only adds. */
async function time(ground: Ground, shell: BenchShell, place: Place): Promise<Times> {
  const script = join(ground.clone, "bench/shells", `guard.${shell.extension}`);
  const ran = await execa(shell.program, shell.run(script), {
    env: {
      ...ground.environment,
      BENCH_COUNT: String(count),
      BENCH_ROUNDS: String(rounds),
      BENCH_HOOKS: join(ground.clone, "hooks"),
      BENCH_PLACE: place.directory,
      BENCH_VENV: place.venv,
      BENCH_CONDA: place.conda,
    },
    extendEnv: false,
    cwd: ground.outside,
    stdin: "ignore",
    all: true,
    reject: false,
    timeout: 300_000,
  });
  const text = ran.all ?? "";
  const isQuiet = !/^pyguard:/m.test(text) && /inside \S/.test(text);
  if (!isQuiet) {
    throw new Error(`${shell.name}, ${place.what}: not an allowed pip:\n${text.slice(0, shown)}`);
  }
  return new Map(["bare", "guarded", "bash"].map((name) => [name, best(text, name)]));
}

function best(text: string, name: string): number {
  const values = [...text.matchAll(new RegExp(`^${name} (\\d+)`, "gm"))];
  return Math.min(...values.map((match) => Number(match[1]) / 1e6));
}

function render(shell: BenchShell, { what }: Place, times: Times): string {
  const of = (name: string): number => times.get(name) ?? Number.NaN;
  const added = of("guarded") - of("bare");
  const goal = shell.name === "pwsh" ? 2 * of("bash") : goalMs;
  const cells = [
    `pip alone ${of("bare").toFixed(2)} ms`,
    `guard adds ${added.toFixed(2)} ms`,
    `goal ${goal.toFixed(2)} ms`,
    added < goal ? "" : "MISSED",
  ];
  return [shell.name.padEnd(5), what.padEnd(14), ...cells].join("  ").trimEnd();
}
