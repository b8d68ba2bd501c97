// Hears of changes where shells stand. It only shortens the time to notice: nothing is believed because it is silent.

import type { Stats } from "node:fs";
import { lstat, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { FSWatcher, watch as watchFiles } from "chokidar";
import { fromText, toText, type Bytes } from "../core/bytes.ts";
import { join } from "../core/path.ts";

/** The editor needs the rest of the system's watches. */
const watchLimit = 128;
/** chokidar looks at every entry once; in a directory this big that costs more than hearing early is worth. */
const directoryLimit = 128 * 1024;
const settleMs = 300;
/** After the system had no watch left: not again for so long. */
const exhaustedMs = 600_000;

/** A directory where a shell stands, and what its answer rests on. */
export type Place = {
  readonly directory: Bytes;
  readonly restsOn: readonly Bytes[];
  /** False where nobody trusts what these paths may lead to: a link among them is not followed. */
  readonly mayBeLinks: boolean;
};

export type WatchPorts = {
  /** Where shells stand, the latest first. */
  readonly places: () => readonly Place[];
  /** Where trust is recorded. */
  readonly trust: readonly Bytes[];
  /** Something happened to these paths that concerns these directories. */
  readonly changed: (directories: readonly Bytes[], paths: readonly Bytes[]) => void;
  /** Something may have happened that concerns all of them. */
  readonly changedAll: () => void;
  readonly failed: (what: string, error: unknown) => void;
};

type Watched = { readonly watcher: FSWatcher; readonly identity: string };

export class Watch {
  readonly #ports: WatchPorts;
  /** One for each directory: with one for all, chokidar lets go of a directory when the one above it changes. */
  readonly #watchers = new Map<string, Watched>();
  #wanted: readonly string[] = [];
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
    return { watched: isDeaf ? 0 : this.#watchers.size, watchable: this.#wanted.length };
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await Promise.all([...this.#watchers.values()].map(({ watcher }) => watcher.close()));
  }

  async #refresh(): Promise<void> {
    this.#wanted = wish(this.#ports);
    const wanted = this.#wanted.slice(0, watchLimit);
    const unwanted = [...this.#watchers.keys()].filter((path) => !wanted.includes(path));
    await Promise.all(unwanted.map((path) => this.#letGo(path)));
    const added = await keepSmall(
      wanted.filter((path) => !this.#watchers.has(path)),
      this.#ports,
    );
    if (added.size === 0 || performance.now() < this.#exhaustedUntil) {
      return;
    }
    const { watch } = await import("chokidar");
    for (const [path, identity] of added) {
      // Another round may have been faster, where a mount was slow to answer.
      if (!this.#watchers.has(path)) {
        this.#watchers.set(path, { watcher: this.#listen(watch, path), identity });
      }
    }
    // What happened between the answers and now was heard by nobody.
    setTimeout(this.#ports.changedAll, settleMs).unref();
  }

  #listen(watch: typeof watchFiles, path: string): FSWatcher {
    const watcher = watch(path, {
      persistent: false,
      ignoreInitial: true,
      depth: 0,
      followSymlinks: false,
      ignored: (each) => each !== path,
    });
    // chokidar's own events leave out what is ignored; the raw ones name what changed in the directory.
    watcher.on("raw", (_event, name) => this.#heard(path, name));
    watcher.on("error", (error) => {
      this.#exhausted(error);
      this.#settle(this.#letGo(path));
    });
    return watcher;
  }

  async #letGo(path: string): Promise<void> {
    const watched = this.#watchers.get(path);
    this.#watchers.delete(path);
    await watched?.watcher.close();
  }

  /** Where the directory itself went away, a new one under its name would not be heard. A link is not followed. */
  async #letGoIfGone(path: string): Promise<void> {
    const found = await lstat(path).catch(() => null);
    if (found === null || identify(found) !== this.#watchers.get(path)?.identity) {
      await this.#letGo(path);
    }
  }

  #heard(path: string, name: string): void {
    if (name === basename(path)) {
      this.#settle(this.#letGoIfGone(path));
    }
    const watched = fromText(path);
    if (this.#ports.trust.includes(watched)) {
      this.#ports.changedAll();
    } else {
      this.#ports.changed(concerned(watched, this.#ports), [
        watched,
        join(watched, fromText(name)),
      ]);
    }
  }

  #settle(work: Promise<void>): void {
    work.catch((error: unknown) => this.#ports.failed("watching", error));
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

/** Directories of a bearable size, and which ones they are. */
async function keepSmall(
  paths: readonly string[],
  ports: WatchPorts,
): Promise<ReadonlyMap<string, string>> {
  const doubtful = ports.places().filter(({ mayBeLinks }) => !mayBeLinks);
  const theirs = new Set(doubtful.flatMap(({ restsOn }) => restsOn));
  const small = new Map<string, string>();
  const look = async (path: string): Promise<void> => {
    const found = await (theirs.has(fromText(path)) ? lstat : stat)(path).catch(() => null);
    if (found?.isDirectory() === true && found.size <= directoryLimit) {
      small.set(path, identify(found));
    }
  };
  await Promise.all(paths.map(look));
  return small;
}

function identify({ dev, ino }: Stats): string {
  return `${dev}.${ino}`;
}

/** The directories whose answers rest on what was watched. */
function concerned(path: Bytes, ports: WatchPorts): readonly Bytes[] {
  return ports
    .places()
    .filter(({ directory, restsOn }) => directory === path || restsOn.includes(path))
    .map(({ directory }) => directory);
}

function addAll<T>(set: Set<T>, added: Iterable<T>): void {
  for (const one of added) {
    set.add(one);
  }
}
