// The files of this machine as the walk and the judgement see them: each call goes by its mount's lane.

import { readFileSync } from "node:fs";
import { asBytes, fromBuffer, type Bytes } from "../core/bytes.ts";
import type { FileFact } from "../core/facts.ts";
import { isRemote, parseMounts, type MountTable } from "../core/mounts.ts";
import * as files from "./files.ts";
import { createLanes, type Lanes } from "./lanes.ts";
import { createTrace, type Trace } from "./trace.ts";

/** One answer's view: the mount table is read once for it, and what it asked is recorded. */
export interface World {
  readonly mounts: MountTable;
  readonly trace: Trace;
  /** Any other call about a path, by its mount's lane. */
  carry: <T>(path: Bytes, call: (path: Bytes) => Promise<T>) => Promise<T>;
  lstat: (path: Bytes) => Promise<FileFact | null>;
  /** Not recorded: for a name in a directory that is, which changes when its names do. */
  glance: (path: Bytes) => Promise<FileFact | null>;
  realpath: (path: Bytes) => Promise<Bytes | null>;
  isHidden: (path: Bytes) => Promise<boolean>;
  readlink: (path: Bytes) => Promise<Bytes | null>;
  list: (path: Bytes) => Promise<readonly Bytes[] | null>;
  readBounded: (path: Bytes) => Promise<files.Content | null>;
}

/** Gives a function that opens a fresh view. */
export function createWorlds(now: () => number): () => Promise<World> {
  const lanes = createLanes(now);
  return () => Promise.resolve(openWorld(readMounts(), lanes));
}

function openWorld(mounts: MountTable, lanes: Lanes): World {
  const trace = createTrace();
  const carry = <T>(path: Bytes, call: (path: Bytes) => Promise<T>): Promise<T> => {
    const mount = mounts.mountOf(path);
    return isRemote(mount) ? lanes.run(mount, () => call(path)) : call(path);
  };
  const on =
    <T>(call: (path: Bytes) => Promise<T>) =>
    (path: Bytes): Promise<T> =>
      carry(path, call);
  const glance = on(files.lstat);
  const realpath = on(files.realpath);
  return {
    mounts,
    trace,
    carry,
    glance,
    lstat: (path) => record(trace.facts, path, glance),
    realpath: (path) => record(trace.realpaths, path, realpath),
    isHidden: on(files.isHidden),
    readlink: on(files.readlink),
    list: on(files.list),
    readBounded: on(files.readBounded),
  };
}

async function record<T>(
  seen: Map<Bytes, T>,
  path: Bytes,
  call: (path: Bytes) => Promise<T>,
): Promise<T> {
  const value = await call(path);
  seen.set(path, value);
  return value;
}

/** One answer opens several views: what they see within a moment is read once. */
const momentMs = 20;

const readMounts = createMountReader();

/**
 * The table is parsed again only when its text changed. Read at once: the kernel has it at hand whatever becomes of the
 * mounts, and five waits for a thread would take longer than most answers.
 */
function createMountReader(): () => MountTable {
  let text = asBytes("");
  let table = parseMounts(text);
  let since = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    if (now - since > momentMs) {
      since = now;
      const found = readMountInfo();
      table = found === text ? table : parseMounts(found);
      text = found;
    }
    return table;
  };
}

function readMountInfo(): Bytes {
  try {
    return fromBuffer(readFileSync("/proc/self/mountinfo"));
  } catch {
    return asBytes("");
  }
}
