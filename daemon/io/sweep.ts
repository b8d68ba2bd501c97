// What the dead have left in the runtime directory, and nothing else.

import { existsSync, lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  askedName,
  parseBreaker,
  parseClaim,
  parseWitness,
  stampsOf,
  whyName,
} from "../wire/names.ts";
import { startOf } from "./process-life.ts";

/** Above this, the oldest stamps go down to half of it: a shell that held one asks again, and has it made anew. */
export const stampLimit = 2048;

/** An answer that was not fetched by then is for a prompt that is long gone. */
export const answerMs = 10_000;

/** Stamps go with the daemon that gave them out: its witness goes too, so their holders ask anyway. */
export function removeStamps(directory: string): void {
  remove(
    directory,
    readdirSync(directory).filter((name) => name.startsWith("e.")),
  );
}

/** Everything else of earlier daemons and of dead shells. `generation` is ours and serves. */
export function sweepEarlier(directory: string, generation: number): void {
  const bucket = Math.floor(Date.now() / 10_000);
  const isOld = (name: string): boolean => {
    const breaker = parseBreaker(name);
    if (breaker !== null) {
      // The permit of these ten seconds stays: a daemon that dies at once is not started at once again.
      return breaker.kind === "mute" || breaker.bucket !== bucket;
    }
    const number = parseClaim(name) ?? parseWitness(name)?.generation ?? privateGeneration(name);
    return number === null ? isLeftover(directory, name) : number < generation;
  };
  remove(directory, readdirSync(directory).filter(isOld));
}

/** The number in a private name of some daemon: s.N.RANDOM and its like. */
function privateGeneration(name: string): number | null {
  const match = /^[sbi]\.(\d{1,12})\.\w+(?:\.t)?$/.exec(name);
  return match === null ? null : Number(match[1]);
}

function isLeftover(directory: string, name: string): boolean {
  return name === whyName || isDeadQuestion(name) || isStale(directory, name);
}

/** Answers, and files on their way to a name: others may be at it this moment, and need them. */
function isStale(directory: string, name: string): boolean {
  const stat = /^(?:a|t|pid)\./.test(name)
    ? lstatSync(join(directory, name), { throwIfNoEntry: false })
    : undefined;
  return stat !== undefined && Math.abs(Date.now() - stat.mtimeMs) > answerMs;
}

/** What piles up while a daemon serves: questions of shells that are gone, stamps of places they have left. */
export function sweepPresent(directory: string, witness: string): void {
  for (const place of [directory, join(directory, askedName)].filter(existsSync)) {
    remove(place, readdirSync(place).filter(isDeadQuestion));
  }
  const stamps = join(directory, stampsOf(witness));
  if (witness !== "" && existsSync(stamps)) {
    remove(stamps, findExcessStamps(stamps));
  }
}

/** A stamp's own time is its environment's; when it was made, its change time tells. */
function findExcessStamps(directory: string): readonly string[] {
  const stamps = readdirSync(directory);
  if (stamps.length <= stampLimit) {
    return [];
  }
  const aged = stamps.map((name) => {
    const stat = lstatSync(join(directory, name), { throwIfNoEntry: false });
    return { name, changed: stat?.ctimeMs ?? 0 };
  });
  aged.sort((one, other) => one.changed - other.changed);
  return aged.slice(0, -stampLimit / 2).map(({ name }) => name);
}

/** `q.PID.RANDOM` of a shell that is gone. */
function isDeadQuestion(name: string): boolean {
  const match = /^q\.(\d{1,10})\.\d+$/.exec(name);
  return match !== null && startOf(Number(match[1])) === null;
}

/** A daemon that is alive takes the breaker back. */
export function removeMutes(directory: string, names: readonly string[]): void {
  remove(
    directory,
    names.filter((name) => parseBreaker(name)?.kind === "mute"),
  );
}

/** Removes what is there of `names`. */
export function remove(directory: string, names: readonly string[]): void {
  for (const name of names) {
    try {
      rmSync(join(directory, name), { force: true, recursive: name.startsWith("e.") });
    } catch {
      // A directory under another of our names is somebody's joke; the rest is still swept.
    }
  }
}
