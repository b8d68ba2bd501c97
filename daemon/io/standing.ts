// Decides when every shell must ask again: when the answer for a place where one of them stands would differ.

import type { Bytes } from "../core/bytes.ts";

export type StandingPorts = {
  /** Differs when the answer for a directory would differ. */
  readonly digest: (directory: Bytes) => Promise<string>;
  /** Where shells stand now. */
  readonly directories: () => ReadonlySet<Bytes>;
  readonly bump: () => void;
  readonly failed: (what: string, error: unknown) => void;
};

const soonMs = 50;

export class Standing {
  readonly #ports: StandingPorts;
  /** What was true when the shells there had their answer; null where that could not be told. */
  readonly #known = new Map<Bytes, Promise<string | null>>();
  readonly #waiting = new Set<Bytes>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(ports: StandingPorts) {
    this.#ports = ports;
  }

  /** A shell asks about a directory: what is true before its answer is what it will hold. */
  expect(directory: Bytes): void {
    if (!this.#known.has(directory)) {
      this.#known.set(directory, this.#digest(directory));
    }
  }

  /** Looks at these again, soon; without any, at all of them. */
  recheck(directories: Iterable<Bytes> = this.#ports.directories()): void {
    addAll(this.#waiting, directories);
    this.#timer ??= setTimeout(() => void this.#runNext(), soonMs).unref();
  }

  /** Looks at all of them now. Resolves when shells have been told. */
  recheckNow(): Promise<void> {
    addAll(this.#waiting, this.#ports.directories());
    return this.#runNext();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #runNext(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running = this.#running
      .then(() => this.#run())
      .catch((error: unknown) => this.#ports.failed("looking again", error));
    return this.#running;
  }

  async #run(): Promise<void> {
    forget(this.#known, this.#ports.directories());
    const directories = [...this.#waiting].filter((directory) => this.#known.has(directory));
    this.#waiting.clear();
    let hasChanged = false;
    // One after the other: questions come first.
    for (const directory of directories) {
      hasChanged = (await this.#differs(directory)) || hasChanged;
    }
    if (hasChanged) {
      this.#ports.bump();
    }
  }

  async #differs(directory: Bytes): Promise<boolean> {
    const before = await this.#known.get(directory);
    const now = await this.#digest(directory);
    if (now !== null) {
      this.#known.set(directory, Promise.resolve(now));
    }
    return typeof before === "string" && now !== null && before !== now;
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
