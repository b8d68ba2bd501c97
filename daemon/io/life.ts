// The daemon's pulse: again and again it makes sure that it is the one, is findable, and is still wanted.

import { readdirSync, watch, type FSWatcher } from "node:fs";
import { highestClaim, isMine, type Owner } from "./claim.ts";
import { offName } from "../wire/names.ts";
import type { Published } from "./published.ts";
import { isStill, type Identity } from "./runtime-directory.ts";
import type { Witness } from "./witness.ts";
import { removeMutes } from "./sweep.ts";

/** How it ends: `superseded` leaves the public names to the one that came after, `lost` has no directory any more. */
export type Ending = {
  readonly kind: "superseded" | "leaving" | "lost";
  readonly reason: string;
};

export type LifePorts = {
  readonly directory: string;
  readonly identity: Identity;
  readonly generation: number;
  readonly owner: Owner;
  readonly published: Published;
  readonly witness: Witness;
  /** Why to leave although all is well; null to go on. */
  readonly judge: () => string | null;
  /** How long nothing will make it want to leave. */
  readonly restMs: () => number;
  /** The machine slept or its clock was set. */
  readonly woke: () => void;
  readonly end: (ending: Ending) => void;
};

/** Without being told of changes it looks each second; with it, only in case something was not told. */
const aloneMs = 1000;
const toldMs = 10_000;
/** Several names change together. */
const soonMs = 50;
/** A hook that missed its answer keeps the others from asking for so long. */
const muteMs = 1000;
const touchMs = 3_600_000;
const jumpMs = 5000;

export class Life {
  readonly #ports: LifePorts;
  #watcher: FSWatcher | null = null;
  #timer: NodeJS.Timeout | undefined;
  /** When the timer will beat. */
  #due = Number.POSITIVE_INFINITY;
  #offset = Date.now() - performance.now();
  #touched = performance.now();
  #isOver = false;

  constructor(ports: LifePorts) {
    this.#ports = ports;
  }

  start(): void {
    this.#watcher = watchQuietly(this.#ports.directory, (name) => this.#heard(name));
    this.#watcher?.on("error", () => this.#stopWatching());
    this.beatWithin(aloneMs);
  }

  stop(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#stopWatching();
  }

  /** Looks no later than in so many milliseconds. */
  beatWithin(ms: number): void {
    const due = performance.now() + ms;
    if (this.#isOver || due >= this.#due) {
      return;
    }
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => this.#beat(), ms);
  }

  #beat(): void {
    this.#due = Number.POSITIVE_INFINITY;
    const isStale = performance.now() - this.#touched > touchMs;
    const ending = checkSafely(this.#ports, isStale);
    if (ending !== null) {
      this.stop();
      this.#ports.end(ending);
      return;
    }
    this.#touched = isStale ? performance.now() : this.#touched;
    this.#lookAtClock();
    this.beatWithin(Math.min(this.#watcher === null ? aloneMs : toldMs, this.#ports.restMs()));
  }

  /** Questions, answers and what belongs to them come and go all the time; every other name is looked at. */
  #heard(name: string | null): void {
    if (name === null || !/^(?:[aeqt]|said|start)\./.test(name)) {
      this.beatWithin(name?.startsWith("mute.") === true ? muteMs : soonMs);
    }
  }

  #lookAtClock(): void {
    const offset = Date.now() - performance.now();
    if (Math.abs(offset - this.#offset) > jumpMs) {
      this.#ports.woke();
    }
    this.#offset = offset;
  }

  #stopWatching(): void {
    this.#watcher?.close();
    this.#watcher = null;
  }
}

/** Null where the system has no watch left. */
function watchQuietly(directory: string, heard: (name: string | null) => void): FSWatcher | null {
  try {
    return watch(directory, { persistent: false }, (_event, name) => heard(name));
  } catch {
    return null;
  }
}

/** A check that fails counts as a reason to leave: one that stays by mistake stays for ever. */
function checkSafely(ports: LifePorts, isStale: boolean): Ending | null {
  try {
    return check(ports, isStale);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    // Out of descriptors or space for a moment, or read-only: who is connected is still served.
    if (code === "EMFILE" || code === "ENFILE" || code === "ENOSPC" || code === "EROFS") {
      return null;
    }
    return { kind: "leaving", reason: error instanceof Error ? error.message : String(error) };
  }
}

function check(ports: LifePorts, isStale: boolean): Ending | null {
  const { directory, published } = ports;
  if (!isStill(directory, ports.identity)) {
    return { kind: "lost", reason: "the runtime directory is gone" };
  }
  const names = readdirSync(directory);
  if (
    highestClaim(names) !== ports.generation ||
    !isMine(directory, ports.generation, ports.owner)
  ) {
    return { kind: "superseded", reason: "another daemon has taken over" };
  }
  removeMutes(directory, names);
  if (names.includes(offName)) {
    return { kind: "leaving", reason: "stopped by hand" };
  }
  if (!published.restore()) {
    return { kind: "leaving", reason: "its own names were removed" };
  }
  ports.witness.restore();
  if (isStale) {
    published.touch();
  }
  const reason = ports.judge();
  return reason === null ? null : { kind: "leaving", reason };
}
