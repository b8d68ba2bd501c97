// Hears of changes where shells stand. It only shortens the time to notice: nothing is believed because it is silent.

import { stat } from "node:fs/promises";

import { basename } from "node:path";
import type { FSWatcher } from "chokidar";
import { fromText, toText, type Bytes } from "../core/bytes.ts";

/** The editor needs the rest of the system's watches. */
const watchLimit = 128;
/** chokidar looks at every entry once; in a directory this big that costs more than hearing early is worth. */
const directoryLimit = 128 * 1024;
const settleMs = 300;
/** After the system had no watch left: not again for so long. */
const exhaustedMs = 600_000;

/** A directory where a shell stands, and what its answer rests on. */
export type Place = { readonly directory: Bytes; readonly restsOn: readonly Bytes[] };

export type WatchPorts = {
  /** Where shells stand, the latest first. */
  readonly places: () => readonly Place[];
  /** Where trust is recorded. */
  readonly trust: readonly Bytes[];
  /** Something happened that concerns these directories; null for all. */
  readonly changed: (directories: readonly Bytes[] | null) => void;
  readonly failed: (what: string, error: unknown) => void;
};

export class Watch {
  readonly #ports: WatchPorts;
  readonly #watched = new Set<string>();
  #wanted: readonly string[] = [];
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #exhaustedUntil = 0;

  constructor(ports: WatchPorts) {
    this.#ports = ports;
  }

  /** The places may have changed; looked at when it is quiet. */
  update(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#refresh().catch((error: unknown) => this.#exhausted(error));
    }, settleMs).unref();
  }

  counts(): { readonly watched: number; readonly watchable: number } {
    const isDeaf = performance.now() < this.#exhaustedUntil;
    return { watched: isDeaf ? 0 : this.#watched.size, watchable: this.#wanted.length };
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#watcher?.close();
  }

  async #refresh(): Promise<void> {
    this.#wanted = wish(this.#ports);
    const wanted = this.#wanted.slice(0, watchLimit);
    let added = await keepSmall(wanted.filter((path) => !this.#watched.has(path)));
    if (added.length === 0 || performance.now() < this.#exhaustedUntil) {
      return;
    }
    if (this.#watched.size + added.length > watchLimit) {
      // Single ones cannot be let go: chokidar would then ignore all that lies below them.
      await this.#watcher?.close();
      this.#watcher = undefined;
      this.#watched.clear();
      added = await keepSmall(wanted);
    }
    this.#watcher ??= await this.#load();
    addAll(this.#watched, added);
    this.#watcher.add([...added]);
    // What happened between the answers and now was heard by nobody.
    setTimeout(() => this.#ports.changed(null), settleMs).unref();
  }

  async #load(): Promise<FSWatcher> {
    const { watch } = await import("chokidar");
    const watcher = watch([], {
      persistent: false,
      ignoreInitial: true,
      depth: 0,
      followSymlinks: false,
      ignored: (path) => !this.#watched.has(path),
    });
    // chokidar's own events leave out what is ignored; the raw ones name the directory that was watched.
    watcher.on("raw", (_event, name, details) => {
      if (typeof details === "object" && details !== null && "watchedPath" in details) {
        this.#heard(String(details.watchedPath), name);
      }
    });
    watcher.on("error", (error) => this.#exhausted(error));
    return watcher;
  }

  #heard(path: string, name: string): void {
    if (name === basename(path)) {
      // The directory itself went away, and a new one under its name would not be heard.
      this.#watched.delete(path);
    }
    this.#ports.changed(concerned(fromText(path), this.#ports));
  }

  /** ENOSPC or EMFILE: the user's watches are all taken. Questions re-check whatever they rest on. */
  #exhausted(error: unknown): void {
    this.#exhaustedUntil = performance.now() + exhaustedMs;
    this.#ports.failed("watching", error);
  }
}

/** The paths worth a watch, trust first, then the latest places. Names that are not UTF-8 go without. */
function wish(ports: WatchPorts): readonly string[] {
  const paths = new Set(ports.trust);
  for (const { directory, restsOn } of ports.places()) {
    addAll(paths, [directory, ...restsOn]);
  }
  return [...paths].filter((path) => fromText(toText(path)) === path).map(toText);
}

async function keepSmall(paths: readonly string[]): Promise<readonly string[]> {
  const sized = await Promise.all(
    paths.map(async (path) => {
      const found = await stat(path).catch(() => null);
      return found?.isDirectory() === true && found.size <= directoryLimit ? path : null;
    }),
  );
  return sized.filter((path) => path !== null);
}

/** The directories whose answers rest on what was watched; null where all do. */
function concerned(path: Bytes, ports: WatchPorts): readonly Bytes[] | null {
  return ports.trust.includes(path)
    ? null
    : ports
        .places()
        .filter(({ directory, restsOn }) => directory === path || restsOn.includes(path))
        .map(({ directory }) => directory);
}

function addAll<T>(set: Set<T>, added: Iterable<T>): void {
  for (const one of added) {
    set.add(one);
  }
}
