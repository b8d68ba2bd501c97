// A bell for fish, which cannot open a FIFO without the risk of waiting for ever: a name made in a watched directory.

import { mkdirSync, rmSync, watch, type FSWatcher } from "node:fs";
import { join } from "node:path";
import { askedName, parseRingName, ringsName, type Ring } from "../wire/names.ts";
import { removeFileNow } from "./remove-file.ts";
import { identify } from "./published.ts";

export type Rings = {
  /** Listens; anew where the directory was removed or replaced. Where that is impossible, shells find none. */
  readonly listen: () => void;
  readonly withdraw: () => void;
  readonly close: () => void;
};

/** Other systems tell of a new name later than a shell waits. */
const isToldAtOnce = process.platform === "linux";

export function createRings(runtime: string, hear: (ring: Ring) => void): Rings {
  const directory = join(runtime, ringsName);
  let watcher: FSWatcher | null = null;
  let watched: string | null = null;
  const close = (): void => {
    watcher?.close();
    watcher = watched = null;
  };
  const withdraw = (): void => {
    close();
    clear(directory);
  };
  const open = (): void => {
    mkdirSync(directory, { mode: 0o700, recursive: true });
    watcher = watch(directory, { persistent: false }, (_event, name) => {
      takeRings(directory, name ?? "").forEach(hear);
    });
    watcher.on("error", withdraw);
    watched = identify(directory);
    // What shells look for comes last.
    mkdirSync(join(runtime, askedName), { mode: 0o700, recursive: true });
  };
  return {
    listen: () => {
      if (!isToldAtOnce || (watched !== null && watched === identify(directory))) {
        return;
      }
      withdraw();
      try {
        open();
      } catch {
        // No watch left, or no space: shells ring the bell, which takes fish a process.
        withdraw();
      }
    },
    withdraw,
    close,
  };
}

/** None for what is no ring, and for the removal of one, of which the watch tells, too. */
function takeRings(directory: string, name: string): readonly Ring[] {
  const ring = parseRingName(name);
  return ring !== null && removeFileNow(join(directory, name)) ? [ring] : [];
}

/** Rings that nobody heard are of shells that have given up. */
function clear(directory: string): void {
  try {
    rmSync(directory, { recursive: true, force: true });
  } catch {
    // Somebody makes names there this moment; it is listened to as it is.
  }
}
