// Why a daemon that is well should leave all the same: nobody needs it, it has grown, or it is not current any more.

import { lstatSync } from "node:fs";
import type { Shells } from "./shells.ts";
import { compareVersions } from "./version.ts";

/** Until the configuration is read. */
const defaultIdleMinutes = 30;
const memoryLimit = 150 * 1024 * 1024;
/** A peak while answering is not growth. */
const memoryChecks = 3;
/** Beats of the pulse between two looks at shells, memory and the program's files. */
const slowBeats = 5;

export type WantedPorts = {
  readonly shells: Shells;
  /** A file of the program that every installation replaces, and the version that runs. */
  readonly packageFile: string;
  readonly version: string;
  readonly idleMinutes: () => Promise<number>;
  readonly failed: (what: string, error: unknown) => void;
  /** Somebody else than a shell needs the daemon: a question in work, a listener. */
  readonly isBusy: () => boolean;
  /** Forgets what the dead have left. */
  readonly tidy: () => void;
};

export class Wanted {
  readonly #ports: WantedPorts;
  readonly #program: string;
  #beats = 0;
  #idleSince: number | null = null;
  #idleMs = defaultIdleMinutes * 60_000;
  #heavyChecks = 0;
  #isProgramSuspect = false;

  constructor(ports: WantedPorts) {
    this.#ports = ports;
    this.#program = identify(ports.packageFile);
  }

  /** Once each beat: why to leave now, or null. */
  judge(): string | null {
    this.#beats += 1;
    if (this.#beats % slowBeats !== 0 && !this.#isProgramSuspect) {
      return this.#judgeIdle();
    }
    this.#ports.shells.prune();
    this.#ports.tidy();
    return this.#judgeIdle() ?? this.#judgeMemory() ?? this.#judgeProgram();
  }

  /** Seconds until it leaves if nothing happens; null while it is needed, or for ever. */
  leavesInSeconds(): number | null {
    const since = this.#idleSince;
    const left = since === null ? null : (since + this.#idleMs - performance.now()) / 1000;
    return left === null || !Number.isFinite(left) ? null : Math.max(0, Math.round(left));
  }

  /**
   * A question came from a hook of this version. A newer one means that a newer pyguard was installed over this
   * one, so the daemon looks at its program's files at the next beat, and leaves when they are not what it was
   * started from. The next prompt finds nobody and starts what is there now. A hook of another installation,
   * elsewhere on the disk, is served in its protocol; its daemon takes over when it is started by hand, and
   * only if it is newer.
   */
  heardOf(version: string): void {
    this.#isProgramSuspect ||= compareVersions(version, this.#ports.version) > 0;
  }

  #judgeIdle(): string | null {
    if (this.#ports.shells.count() > 0 || this.#ports.isBusy()) {
      this.#idleSince = null;
      return null;
    }
    if (this.#idleSince === null) {
      this.#idleSince = performance.now();
      void this.#readIdleTime();
    }
    const isOver = performance.now() - this.#idleSince >= this.#idleMs;
    return isOver ? "no hooked shell for a while" : null;
  }

  /** Read when it begins to matter: the user may have changed his mind since the start. */
  async #readIdleTime(): Promise<void> {
    try {
      this.#idleMs = (await this.#ports.idleMinutes()) * 60_000;
    } catch (error) {
      this.#ports.failed("reading idle_minutes", error);
    }
  }

  #judgeMemory(): string | null {
    const isHeavy = process.memoryUsage.rss() > memoryLimit;
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
