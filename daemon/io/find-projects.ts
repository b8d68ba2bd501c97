// Directories below another that hold an environment, found without following links or leaving the disk.

import { readdir } from "node:fs/promises";
import { fromBuffer, toBuffer, type Bytes } from "../core/bytes.ts";
import { join } from "../core/path.ts";
import { lstat } from "./files.ts";

const depthLimit = 8;
const countLimit = 50_000;

/** Nothing is kept there that somebody works in. */
const passedOver = new Set(["node_modules", "site-packages", "__pycache__"]);

/** Nearest first; hidden directories are not entered. */
export async function* findProjects(
  directory: Bytes,
  names: readonly Bytes[],
): AsyncGenerator<Bytes> {
  const device = (await lstat(directory))?.device;
  let level: readonly Bytes[] = [directory];
  let count = 0;
  for (let depth = 0; depth <= depthLimit && level.length > 0; depth += 1) {
    const below: Bytes[] = [];
    for (const each of level) {
      const inside = await listDirectories(each);
      if (names.some((name) => inside.includes(name))) {
        yield each;
      }
      count += 1;
      if (count < countLimit) {
        below.push(...(await onDevice(each, inside, device)));
      }
    }
    level = below;
  }
}

async function onDevice(
  directory: Bytes,
  names: readonly Bytes[],
  device: bigint | undefined,
): Promise<readonly Bytes[]> {
  const paths = names
    .filter((name) => !name.startsWith(".") && !passedOver.has(name))
    .map((name) => join(directory, name));
  const facts = await Promise.all(paths.map((path) => lstat(path).catch(() => null)));
  return paths.filter((_, index) => facts[index]?.device === device);
}

async function listDirectories(directory: Bytes): Promise<readonly Bytes[]> {
  try {
    const entries = await readdir(toBuffer(directory), {
      withFileTypes: true,
      encoding: "buffer",
    });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => fromBuffer(entry.name));
  } catch {
    return [];
  }
}
