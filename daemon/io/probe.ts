// What an interpreter says of itself: asked once, remembered while nothing that the answer rests on changes.

import { setTimeout as pause } from "node:timers/promises";
import { asBytes, toText, type Bytes } from "../core/bytes.ts";
import type { Interpreter } from "../core/interpreter.ts";
import type { Runnable, Variables } from "../core/judge-runnable.ts";
import { sha256 } from "./digest.ts";
import { throwPartMissing } from "./load-part.ts";
import { askInterpreter } from "./probe/ask.ts";
import { lookFirst } from "./probe/first-look.ts";
import { identify, wasSettled, type Identity } from "./probe/identify.ts";
import type { Kept, Key, ProbeStore } from "./probe/store.ts";
import type { World } from "./world.ts";

export type Probed =
  | {
      readonly kind: "interpreter";
      readonly interpreter: Interpreter;
      /** It was known, and all that it rests on was looked at for this answer. */
      readonly isRemembered: boolean;
    }
  /** Another one answered than was asked: a manager's shim, which may choose another the next time. */
  | { readonly kind: "shim"; readonly interpreter: Interpreter }
  /** It does not work, or running it would do harm; `why` is words. */
  | { readonly kind: "broken"; readonly why: string }
  /** Nobody waited long enough; the answer will be there later. */
  | { readonly kind: "pending" };

export type ProbeOptions = {
  /** What is looked at is looked at through it. */
  readonly world: World;
  /** So long an answer is waited for. */
  readonly patienceMs: number;
};

export interface Probe {
  /** Never throws for what an interpreter or a file system does. */
  (runnable: Runnable, options: ProbeOptions): Promise<Probed>;
}

export type ProbePorts = {
  readonly store: ProbeStore;
  /** A monotonic clock in milliseconds. */
  readonly now: () => number;
  /** An interpreter was run and answered. */
  readonly probed: (interpreter: Bytes, version: string) => void;
  readonly debug: (line: string) => void;
  /** What else an answer depends on: the machine, and its operating system's release. */
  readonly machine: Bytes;
};

/** A broken one is not asked again for so long, unless it changes. */
export const brokenMs = 60_000;
const memoryLimit = 512;
/** More at once would only slow each other down. */
const runLimit = 4;

type Known =
  | (Kept & { readonly kind: "good" })
  | { readonly kind: "bad"; readonly identity: string; readonly why: string; readonly at: number };

export function createProbe(ports: ProbePorts): Probe {
  const known = new Map<Key, Known>();
  const flights = new Map<string, Promise<Probed>>();
  const takeTurn = createTurns(runLimit);
  const board = (subject: Subject): Promise<Probed> => {
    const name = `${subject.key} ${subject.before.digest}`;
    const flight = flights.get(name) ?? fly(subject, { ...ports, known, takeTurn });
    flights.set(name, flight);
    return flight.finally(() => flights.delete(name));
  };
  return async (runnable, { world, patienceMs }) => {
    try {
      const key = keyOf(runnable, ports.machine);
      const remembered = await recall(known, { key, world, runnable }, ports.now());
      if (remembered !== null) {
        return remembered;
      }
      const begin = Date.now();
      const before = await identify(world, runnable.interpreter, asBytes(""));
      return before === null
        ? { kind: "broken", why: "there is no such program" }
        : await within(board({ key, world, runnable, before, begin }), patienceMs);
    } catch (error) {
      throwPartMissing(error);
      // A mount that does not answer, a machine that is short: nothing is known, and nothing is remembered.
      return { kind: "broken", why: error instanceof Error ? error.message : String(error) };
    }
  };
}

type Asking = { readonly key: Key; readonly world: World; readonly runnable: Runnable };
type Subject = Asking & {
  readonly before: Identity;
  /** When `before` was looked at, in milliseconds since 1970. */
  readonly begin: number;
};

function keyOf({ interpreter, variables }: Runnable, machine: Bytes): Key {
  return sha256(asBytes([machine, interpreter, ...listVariables(variables)].join("\0")));
}

function listVariables(variables: Variables): readonly string[] {
  return [...variables].map(([name, value]) => `${name}=${value}`).toSorted();
}

/** What is known, if everything it rests on is as it was. */
async function recall(
  known: Map<Key, Known>,
  { key, world, runnable }: Asking,
  now: number,
): Promise<Probed | null> {
  const one = known.get(key);
  if (one === undefined || (one.kind === "bad" && now - one.at >= brokenMs)) {
    return null;
  }
  const stdlib = one.kind === "good" ? one.interpreter.stdlib : asBytes("");
  const identity = await identify(world, runnable.interpreter, stdlib);
  if (identity?.digest !== one.identity) {
    return null;
  }
  return one.kind === "good"
    ? { kind: "interpreter", interpreter: one.interpreter, isRemembered: true }
    : { kind: "broken", why: one.why };
}

type Flying = ProbePorts & {
  readonly known: Map<Key, Known>;
  readonly takeTurn: <T>(work: () => Promise<T>) => Promise<T>;
};

async function fly(subject: Subject, flying: Flying): Promise<Probed> {
  const { key, world, runnable } = subject;
  const kept = await flying.store.load(key);
  if (kept !== null) {
    const identity = await identify(world, runnable.interpreter, kept.interpreter.stdlib);
    if (identity?.digest === kept.identity) {
      remember(flying.known, key, { kind: "good", ...kept });
      return { kind: "interpreter", interpreter: kept.interpreter, isRemembered: false };
    }
  }
  return flying.takeTurn(() => run(subject, flying));
}

async function run(subject: Subject, flying: Flying): Promise<Probed> {
  const { world, runnable } = subject;
  const real = await world.realpath(runnable.interpreter);
  const look = real === null ? null : await lookFirst(world, real);
  if (look === null || look.kind !== "program") {
    return settleBroken(look?.why ?? "there is no such program", subject, flying);
  }
  const asked = await askInterpreter(runnable);
  if (asked.kind === "broken") {
    return settleBroken(asked.why, subject, flying);
  }
  const { interpreter } = asked;
  flying.probed(runnable.interpreter, interpreter.version);
  if (interpreter.executable !== runnable.interpreter) {
    return { kind: "shim", interpreter };
  }
  await settle(interpreter, subject, flying);
  return { kind: "interpreter", interpreter, isRemembered: false };
}

/** Kept only if nothing changed since before it ran, and nothing so shortly before that it might not show. */
async function settle(
  interpreter: Interpreter,
  { key, world, runnable, before, begin }: Subject,
  { known, store, debug }: Flying,
): Promise<void> {
  const [plain, whole] = await Promise.all(
    [asBytes(""), interpreter.stdlib].map((stdlib) =>
      identify(world, runnable.interpreter, stdlib),
    ),
  );
  const isSame = plain?.digest === before.digest;
  if (whole === null || whole === undefined || !isSame || !wasSettled(whole, begin)) {
    debug(`${toText(runnable.interpreter)}: changed a moment ago, and is asked again next time`);
    return;
  }
  const kept = { identity: whole.digest, interpreter };
  remember(known, key, { kind: "good", ...kept });
  // Nobody waits for the disk; where it cannot be written, the next daemon asks again.
  void store.keep(key, kept);
}

function settleBroken(why: string, subject: Subject, flying: Flying): Probed {
  const { key, before, begin, runnable } = subject;
  flying.debug(`${toText(runnable.interpreter)}: ${why}`);
  if (wasSettled(before, begin)) {
    const at = flying.now();
    remember(flying.known, key, { kind: "bad", identity: before.digest, why, at });
  }
  return { kind: "broken", why };
}

function remember(known: Map<Key, Known>, key: Key, one: Known): void {
  known.delete(key);
  const [oldest] = known.keys();
  if (known.size >= memoryLimit && oldest !== undefined) {
    known.delete(oldest);
  }
  known.set(key, one);
}

/** The interpreter runs on when nobody waits any more; but only a wait keeps this process alive. */
async function within(flight: Promise<Probed>, patienceMs: number): Promise<Probed> {
  const patience = new AbortController();
  const late = pause(patienceMs, { kind: "pending" } as const, { signal: patience.signal });
  late.catch(() => {});
  try {
    return await Promise.race([flight, late]);
  } finally {
    patience.abort();
  }
}

function createTurns(limit: number): Flying["takeTurn"] {
  let free = limit;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) {
      free -= 1;
    } else {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) {
        free += 1;
      } else {
        next();
      }
    }
  };
}
