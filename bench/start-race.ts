// Starts many daemons at once, again and again: never may two serve. `--kill` takes some of them at random moments.
//   node dist/bench/start-race.js --rounds 200 [--starters 50] [--kill]

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, watch } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { askStatus } from "../daemon/io/hello.ts";
import { startOf } from "../daemon/io/process-life.ts";
import { parseWitness } from "../daemon/wire/names.ts";

const main = fileURLToPath(new URL("../daemon/main.js", import.meta.url));
/** Longer than a start takes, so that every step of it is met by some death. */
const killWithinMs = 2500;
/** One that should not be there has found out by its pulse. */
const settleMs = 1500;

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "200" },
    starters: { type: "string", default: "50" },
    kill: { type: "boolean", default: false },
  },
});

type Outcome = { readonly alive: number; readonly raised: number; readonly answering: number };

const outcomes: Outcome[] = [];
for (let index = 0; index < Number(values.rounds); index += 1) {
  const outcome = await runRound();
  outcomes.push(outcome);
  process.stderr.write(`${index + 1}: ${JSON.stringify(outcome)}\n`);
}
report();

async function runRound(): Promise<Outcome> {
  const root = mkdtempSync("/tmp/pg-race-");
  const runtime = `${root}/r/1`;
  mkdirSync(runtime, { recursive: true, mode: 0o700 });
  const raised = new Set<number>();
  const watcher = watch(runtime, (_event, name) => {
    raised.add(parseWitness(name ?? "")?.pid ?? 0);
  });
  const children = Array.from({ length: Number(values.starters) }, () => start(root, runtime));
  // All but one of those that are not killed leave by themselves.
  await Promise.race([untilFew(children), pause(30_000)]);
  await pause(settleMs);
  watcher.close();
  raised.delete(0);
  const alive = children.filter((child) => startOf(child.pid ?? 0) !== null);
  const answering = await askStatus(runtime, 2000);
  const outcome = {
    alive: alive.length,
    raised: raised.size,
    answering: answering === null ? 0 : 1,
  };
  await Promise.all(alive.map(end));
  rmSync(root, { recursive: true, force: true });
  return outcome;
}

function start(root: string, runtime: string): ChildProcess {
  const child = spawn(process.execPath, [main, runtime, "a race"], {
    stdio: "ignore",
    env: { HOME: root, PATH: "/usr/bin:/bin" },
  });
  if (values.kill && Math.random() < 0.3) {
    setTimeout(() => child.kill("SIGKILL"), Math.random() * killWithinMs);
  }
  return child;
}

async function untilFew(children: readonly ChildProcess[]): Promise<void> {
  let left = children.length;
  await new Promise<void>((resolve) => {
    for (const child of children) {
      child.once("exit", () => {
        left -= 1;
        if (left <= 1) {
          resolve();
        }
      });
    }
  });
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function report(): void {
  const count = (is: (outcome: Outcome) => boolean): number => outcomes.filter(is).length;
  const lines = {
    rounds: outcomes.length,
    "one left": count(({ alive }) => alive === 1),
    "none left": count(({ alive }) => alive === 0),
    "more left": count(({ alive }) => alive > 1),
    "left and answering": count(({ alive, answering }) => alive === 1 && answering === 1),
    "only one ever ready": count(({ raised }) => raised === 1),
    "more became ready, one after the other": count(({ raised }) => raised > 1),
    load: readFileSync("/proc/loadavg", "utf8").split(" ")[0],
  };
  process.stdout.write(`${JSON.stringify(lines, null, 2)}\n`);
  const isWrong =
    lines["more left"] > 0 || (!values.kill && lines["only one ever ready"] < outcomes.length);
  process.exitCode = isWrong ? 1 : 0;
}
