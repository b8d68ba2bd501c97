// Whether an environment came with a repository, asked of git's files and never of git.

import { open } from "node:fs/promises";
import { constants } from "node:fs";
import { asBytes, toBuffer, type Bytes } from "../core/bytes.ts";
import { isRemote } from "../core/mounts.ts";
import { tracksBelow } from "../core/parse-git-index.ts";
import { ancestors, join, parent, resolve } from "../core/path.ts";
import type { World } from "./world.ts";

const indexLimit = 64 * 1024 * 1024;
const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW | constants.O_NOCTTY;

/** Null where a repository is there and its index cannot be read. */
export async function isTracked(world: World, environment: Bytes): Promise<boolean | null> {
  for (const directory of ancestors(parent(environment))) {
    const gitDirectory = await findGitDirectory(world, directory);
    if (gitDirectory === undefined) {
      continue;
    }
    const relative = asBytes(environment.slice(directory === "/" ? 1 : directory.length + 1));
    return gitDirectory === null ? null : readIndex(world, join(gitDirectory, "index"), relative);
  }
  return false;
}

/** Undefined where there is no repository, null where there is one that cannot be followed. */
async function findGitDirectory(world: World, directory: Bytes): Promise<Bytes | null | undefined> {
  const path = join(directory, ".git");
  const fact = await world.lstat(path);
  if (fact === null || fact.type === "directory") {
    return fact === null ? undefined : path;
  }
  const content = fact.type === "file" ? await world.readBounded(path) : null;
  const match = /^gitdir: ([^\n]+)\n?$/.exec(content?.bytes ?? "");
  if (match === null) {
    return null;
  }
  const target = resolve(directory, asBytes(match[1] ?? ""));
  return isRemote(world.mounts.mountOf(target)) ? null : target;
}

/** A repository without an index tracks nothing. */
async function readIndex(world: World, path: Bytes, environment: Bytes): Promise<boolean | null> {
  try {
    // Recorded: what is kept of this answer rests on it.
    await world.lstat(path);
    const file = await open(toBuffer(path), flags);
    try {
      const stats = await file.stat();
      const isReadable = stats.isFile() && stats.size <= indexLimit;
      return isReadable ? tracksBelow(await file.readFile(), environment) : null;
    } finally {
      await file.close();
    }
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ENOENT" ? false : null;
  }
}
