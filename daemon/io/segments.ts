// What prompts outside of shells read of each directory where one stands: a line in a tree like that of the
// directories themselves, so that `pyguard-status --dir` finds it by its path alone.

import { rmSync } from "node:fs";
import { mkdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { asBytes, toBuffer, type Bytes } from "../core/bytes.ts";
import { parent } from "../core/path.ts";
import { isNormal } from "../core/walk.ts";
import { segmentName, segmentTree } from "../wire/names.ts";

/** A line, and the directories that it is about: one, as it may be spelled. */
export type Published = { readonly text: Bytes; readonly directories: readonly Bytes[] };

export type SegmentPorts = {
  /** The runtime directory. */
  readonly directory: Bytes;
  readonly describe: (directory: Bytes) => Promise<Published>;
  /** Where shells stand now. */
  readonly standing: () => ReadonlySet<Bytes>;
  readonly failed: (what: string, error: unknown) => void;
};

export class Segments {
  readonly #ports: SegmentPorts;
  /** What was written last for each directory. */
  readonly #written = new Map<Bytes, Published>();
  #work: Promise<void> = Promise.resolve();
  #count = 0;
  #isOver = false;

  constructor(ports: SegmentPorts) {
    this.#ports = ports;
  }

  /** Writes what is true now, where that is not what was written; forgets where nobody stands. Never throws. */
  update(directory: Bytes): Promise<void> {
    this.#work = this.#work
      .then(() => this.#update(directory))
      .catch((error: unknown) => this.#ports.failed("publishing a segment", error));
    return this.#work;
  }

  stop(): void {
    this.#isOver = true;
  }

  /** Forgets where nobody stands any more. */
  prune(): Promise<void> {
    this.#work = this.#work
      .then(() => this.#prune())
      .catch((error: unknown) => this.#ports.failed("removing a segment", error));
    return this.#work;
  }

  async #update(directory: Bytes): Promise<void> {
    const published = await this.#ports.describe(directory);
    if (
      this.#isOver ||
      !this.#ports.standing().has(directory) ||
      this.#isWritten(directory, published)
    ) {
      return;
    }
    // Should it fail, it is tried again, and what there is of it is removed in the end.
    this.#written.set(directory, { ...published, text: asBytes("") });
    for (const each of published.directories.filter(isNormal)) {
      await this.#write(this.#fileOf(each), published.text);
    }
    this.#written.set(directory, published);
  }

  #isWritten(directory: Bytes, { text, directories }: Published): boolean {
    const last = this.#written.get(directory);
    return last?.text === text && last.directories.join("\0") === directories.join("\0");
  }

  async #write(path: Bytes, text: Bytes): Promise<void> {
    this.#count += 1;
    const beside = toBuffer(asBytes(`${this.#ports.directory}/t.${process.pid}.${this.#count}`));
    await mkdir(toBuffer(parent(path)), { recursive: true, mode: 0o700 });
    try {
      await writeFile(beside, toBuffer(asBytes(`${text}\n`)), { mode: 0o600 });
      await rename(beside, toBuffer(path));
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
  }

  async #prune(): Promise<void> {
    const standing = this.#ports.standing();
    const gone = [...this.#written].filter(([directory]) => !standing.has(directory));
    gone.forEach(([directory]) => this.#written.delete(directory));
    const kept = new Set([...this.#written.values()].flatMap(({ directories }) => directories));
    for (const directory of gone.flatMap(([, { directories }]) => directories)) {
      if (!kept.has(directory) && isNormal(directory)) {
        await rm(toBuffer(this.#fileOf(directory)), { force: true });
        await this.#removeEmpty(parent(this.#fileOf(directory)));
      }
    }
  }

  #fileOf(directory: Bytes): Bytes {
    const below = directory === "/" ? "" : directory;
    return asBytes(`${this.#ports.directory}/${segmentTree}${below}/${segmentName}`);
  }

  /** Upward as far as nothing else lies there. */
  async #removeEmpty(from: Bytes): Promise<void> {
    for (let path = from; path.length > this.#ports.directory.length; path = parent(path)) {
      try {
        await rmdir(toBuffer(path));
      } catch {
        return;
      }
    }
  }
}

/** Of a daemon that is gone: its successor writes its own. */
export function removeSegments(directory: string): void {
  rmSync(join(directory, segmentTree), { recursive: true, force: true });
}
