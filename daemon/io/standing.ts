// Decides when every shell must ask again: when the answer for a place where one of them stands would differ.

import { setTimeout as pause } from "node:timers/promises";
import type { Bytes } from "../core/bytes.ts";

export type StandingPorts = {
  /** Differs when the answer for a directory would differ. */
  readonly digest: (directory: Bytes) => Promise<string>;
  /** Whether one of `paths` has another owner or mode than the answer for `directory` rests on. At once. */
  readonly hasOtherRights: (directory: Bytes, paths: readonly Bytes[]) => boolean;
  /** Where shells stand now. */
  readonly directories: () => ReadonlySet<Bytes>;
  readonly bump: () => void;
  /** Whether somebody waits for an answer. */
  readonly isBusy: () => boolean;
  readonly failed: (what: string, error: unknown) => void;
};

/** Between two looks at what a watcher tells: the first is at once, since the next prompt may be a few milliseconds away. */
const apartMs = 50;
/** Many shells that ask at once are answered first, but none waits for ever to learn of a change. */
const quietMs = 300;
const patienceMs = 2000;
/** While questions are open, each place waits this often for so long. */
const courtesies = 5;
const courtesyMs = 2;

export class Standing {
  readonly #ports: StandingPorts;
  /** What was true when the shells there had their answers; null where that could not be told. */
  readonly #known = new Map<Bytes, readonly Promise<string | null>[]>();
  /** What was answered there last. */
  readonly #said = new Map<Bytes, string>();
  readonly #waiting = new Set<Bytes>();
  #timer: NodeJS.Timeout | undefined;
  #quietTimer: NodeJS.Timeout | undefined;
  #waitingSince: number | undefined;
  #ranAt = Number.NEGATIVE_INFINITY;
  #isUrgent = false;
  #running: Promise<void> = Promise.resolve();

  constructor(ports: StandingPorts) {
    this.#ports = ports;
  }

  /** A shell asks about a directory: what is true before its answer is what it will hold. */
  expect(directory: Bytes): void {
    if (!this.#known.has(directory)) {
      this.#known.set(directory, [this.#digest(directory)]);
    }
  }

  /** Another answer than the last one rests on something else: soon it may again be as it was, for all but this shell. */
  answered(directory: Bytes, said: string): void {
    const before = this.#said.get(directory);
    this.#said.set(directory, said);
    if (before !== undefined && before !== said) {
      const known = this.#known.get(directory) ?? [];
      this.#known.set(directory, [...known, this.#digest(directory)]);
    }
  }

  /** Looks at these again, soon; without any, at all of them. */
  recheck(directories: Iterable<Bytes> = this.#ports.directories()): void {
    addAll(this.#waiting, directories);
    const left = Math.max(0, this.#ranAt + apartMs - performance.now());
    this.#timer ??= setTimeout(() => void this.#runNext(), left).unref();
  }

  /**
   * Something was done to these paths, on which the answers for `directories` rest. After a `chmod` the next prompt is
   * less than a millisecond away, so shells are told to ask before it is known what to say.
   */
  recheckRights(directories: readonly Bytes[], paths: readonly Bytes[]): void {
    const changed = directories.filter(
      (directory) => this.#known.has(directory) && this.#ports.hasOtherRights(directory, paths),
    );
    if (changed.length > 0) {
      this.#ports.bump();
    }
    changed.forEach((directory) => this.#known.delete(directory));
    this.recheck(directories);
  }

  /** Looks at this one again when no question has come for a moment. */
  recheckWhenQuiet(directory: Bytes): void {
    const now = performance.now();
    this.#waiting.add(directory);
    this.#waitingSince ??= now;
    clearTimeout(this.#quietTimer);
    const left = this.#waitingSince + patienceMs - now;
    const run = (): void => void this.#runNext();
    this.#quietTimer = setTimeout(run, Math.max(0, Math.min(quietMs, left))).unref();
  }

  /** Looks at all of them now. Resolves when shells have been told. */
  recheckNow(): Promise<void> {
    addAll(this.#waiting, this.#ports.directories());
    this.#isUrgent = true;
    return this.#runNext();
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#quietTimer);
  }

  #runNext(): Promise<void> {
    this.stop();
    this.#ranAt = performance.now();
    this.#timer = undefined;
    this.#waitingSince = undefined;
    this.#running = this.#running
      .then(() => this.#run())
      .catch((error: unknown) => this.#ports.failed("looking again", error));
    return this.#running;
  }

  async #run(): Promise<void> {
    forget(this.#known, this.#ports.directories());
    forget(this.#said, this.#ports.directories());
    const directories = [...this.#waiting].filter((directory) => this.#known.has(directory));
    this.#waiting.clear();
    let hasChanged = false;
    // One after the other, and questions come first.
    for (const directory of directories) {
      await this.#giveWay();
      hasChanged = (await this.#differs(directory)) || hasChanged;
    }
    if (hasChanged) {
      this.#ports.bump();
    }
    this.#isUrgent = this.#isUrgent && this.#waiting.size > 0;
  }

  async #giveWay(): Promise<void> {
    const isBusy = (): boolean => !this.#isUrgent && this.#ports.isBusy();
    for (let times = 0; times < courtesies && isBusy(); times += 1) {
      await pause(courtesyMs);
    }
  }

  async #differs(directory: Bytes): Promise<boolean> {
    const known = this.#known.get(directory) ?? [];
    const before = await Promise.all(known);
    const now = await this.#digest(directory);
    if (now === null) {
      return false;
    }
    const answeredMeanwhile = (this.#known.get(directory) ?? []).slice(known.length);
    this.#known.set(directory, [Promise.resolve(now), ...answeredMeanwhile]);
    return before.some((one) => one !== null && one !== now);
  }

  async #digest(directory: Bytes): Promise<string | null> {
    try {
      return await this.#ports.digest(directory);
    } catch (error) {
      // A mount that does not answer says nothing about what has changed.
      this.#ports.failed("looking at a directory again", error);
      return null;
    }
  }
}

function addAll(set: Set<Bytes>, added: Iterable<Bytes>): void {
  for (const one of added) {
    set.add(one);
  }
}

/** Nobody stands there any more. */
function forget(known: Map<Bytes, unknown>, standing: ReadonlySet<Bytes>): void {
  for (const directory of known.keys()) {
    if (!standing.has(directory)) {
      known.delete(directory);
    }
  }
}
