// Why a daemon that is well should leave all the same: nobody needs it, it has grown, or it is not current any more.

import { lstatSync } from "node:fs";
import { ownMemory } from "./process-life.ts";
import type { Shells } from "./shells.ts";
import { compareVersions } from "./version.ts";

/** Until the configuration is read. */
const defaultIdleMinutes = 30;
const memoryLimit = 150 * 1024 * 1024;
/** A peak while answering is not growth. */
const memoryChecks = 3;
/** Between two looks at shells, memory and the program's files. */
const slowMs = 10_000;
/** Never more often, whatever the configuration says. */
const shortestRestMs = 50;

export type WantedPorts = {
  readonly shells: Shells;
  /** A file of the program that every installation replaces, and the version that runs. */
  readonly packageFile: string;
  readonly version: string;
  readonly idleMinutes: () => Promise<number>;
  /** Milliseconds that only rise. */
  readonly now: () => number;
  readonly failed: (what: string, error: unknown) => void;
  /** Somebody else than a shell needs the daemon: a question in work, a listener. */
  readonly isBusy: () => boolean;
  /** Forgets what the dead have left. */
  readonly tidy: () => void;
};

export class Wanted {
  readonly #ports: WantedPorts;
  readonly #program: string;
  #looked = Number.NEGATIVE_INFINITY;
  #idleSince: number | null = null;
  #idleMs = defaultIdleMinutes * 60_000;
  #heavyChecks = 0;
  #isProgramSuspect = false;
  #lacksPart = false;
  #hurry: () => void = () => {};

  constructor(ports: WantedPorts) {
    this.#ports = ports;
    this.#program = identify(ports.packageFile);
  }

  /** Why to leave now, or null. */
  judge(): string | null {
    if (this.#lacksPart) {
      return "a part of its program could not be loaded";
    }
    const now = this.#ports.now();
    if (now - this.#looked < slowMs && !this.#isProgramSuspect) {
      return this.#judgeIdle();
    }
    this.#looked = now;
    this.#ports.shells.prune();
    this.#ports.tidy();
    return this.#judgeIdle() ?? this.#judgeMemory() ?? this.#judgeProgram();
  }

  /** Calls back when it is worth to judge soon. */
  onNews(listener: () => void): void {
    this.#hurry = listener;
  }

  /** A shell has said goodbye: it may have been the last. */
  noteGoodbye(): void {
    this.#hurry();
  }

  /** It cannot answer everything: the next one may. */
  notePartMissing(): void {
    this.#lacksPart = true;
    this.#hurry();
  }

  /** How long it will not leave for being idle. */
  restMs(): number {
    const since = this.#idleSince;
    const left = since === null ? slowMs : since + this.#idleMs - this.#ports.now();
    return Math.max(shortestRestMs, left);
  }

  /** Seconds until it leaves if nothing happens; null while it is needed, or for ever. */
  leavesInSeconds(): number | null {
    const since = this.#idleSince;
    const left = since === null ? null : (since + this.#idleMs - this.#ports.now()) / 1000;
    return left === null || !Number.isFinite(left) ? null : Math.max(0, Math.round(left));
  }

  /**
   * A question came from a hook of this version. A newer one means that a newer pyguard was installed over this
   * one, so the daemon looks at its program's files soon, and leaves when they are not what it was
   * started from. The next prompt finds nobody and starts what is there now. A hook of another installation,
   * elsewhere on the disk, is served in its protocol; its daemon takes over when it is started by hand, and
   * only if it is newer.
   */
  heardOf(version: string): void {
    if (compareVersions(version, this.#ports.version) > 0) {
      this.#isProgramSuspect = true;
      this.#hurry();
    }
  }

  #judgeIdle(): string | null {
    if (this.#ports.shells.count() > 0 || this.#ports.isBusy()) {
      this.#idleSince = null;
      return null;
    }
    if (this.#idleSince === null) {
      this.#idleSince = this.#ports.now();
      void this.#readIdleTime();
    }
    const isOver = this.#ports.now() - this.#idleSince >= this.#idleMs;
    return isOver ? "no hooked shell for a while" : null;
  }

  /** Read when it begins to matter: the user may have changed his mind since the start. */
  async #readIdleTime(): Promise<void> {
    try {
      this.#idleMs = (await this.#ports.idleMinutes()) * 60_000;
      this.#hurry();
    } catch (error) {
      this.#ports.failed("reading idle_minutes", error);
    }
  }

  #judgeMemory(): string | null {
    const isHeavy = ownMemory() > memoryLimit;
    this.#heavyChecks = isHeavy ? this.#heavyChecks + 1 : 0;
    return this.#heavyChecks >= memoryChecks ? "it has grown too big" : null;
  }

  /**
   * Whatever is not loaded yet would be loaded from the files that are there now: of another version, newer or
   * older, or not at all. The next prompt starts what is there.
   */
  #judgeProgram(): string | null {
    this.#isProgramSuspect = false;
    const isReplaced = identify(this.#ports.packageFile) !== this.#program;
    return isReplaced ? "the program was installed anew, or removed" : null;
  }
}

/** Cheap to compare: a package.json that is written anew has another inode or time. */
function identify(path: string): string {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat === undefined ? "" : `${stat.dev}.${stat.ino}.${stat.mtimeMs}`;
}
