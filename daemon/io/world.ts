// The files of this machine as the walk and the judgement see them: each call goes by its mount's lane.

import { readFile } from "node:fs";
import { asBytes, fromBuffer, type Bytes } from "../core/bytes.ts";
import { isRemote, parseMounts, type MountTable } from "../core/mounts.ts";
import * as files from "./files.ts";
import { createLanes, type Lanes } from "./lanes.ts";

/** One answer's view: the mount table is read once for it. */
export interface World {
  mounts: MountTable;
  lstat: (path: Bytes) => ReturnType<typeof files.lstat>;
  realpath: (path: Bytes) => ReturnType<typeof files.realpath>;
  readlink: (path: Bytes) => ReturnType<typeof files.readlink>;
  list: (path: Bytes) => ReturnType<typeof files.list>;
  readBounded: (path: Bytes) => ReturnType<typeof files.readBounded>;
}

/** Gives a function that opens a fresh view. */
export function createWorlds(now: () => number): () => Promise<World> {
  const lanes = createLanes(now);
  const readMounts = createMountReader();
  return async () => openWorld(await readMounts(), lanes);
}

function openWorld(mounts: MountTable, lanes: Lanes): World {
  const on =
    <T>(call: (path: Bytes) => Promise<T>) =>
    (path: Bytes): Promise<T> => {
      const mount = mounts.mountOf(path);
      return isRemote(mount) ? lanes.run(mount, () => call(path)) : call(path);
    };
  return {
    mounts,
    lstat: on(files.lstat),
    realpath: on(files.realpath),
    readlink: on(files.readlink),
    list: on(files.list),
    readBounded: on(files.readBounded),
  };
}

/** The table is parsed again only when its text changed. */
function createMountReader(): () => Promise<MountTable> {
  let text = asBytes("");
  let table = parseMounts(text);
  return () =>
    new Promise((resolve) => {
      readFile("/proc/self/mountinfo", (error, buffer) => {
        const found = error === null ? fromBuffer(buffer) : asBytes("");
        if (found !== text) {
          text = found;
          table = parseMounts(found);
        }
        resolve(table);
      });
    });
}
