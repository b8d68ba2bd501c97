// Files of ours: directory 0700, file 0600, written beside and renamed over, on disk before anybody relies on it.

import { constants } from "node:fs";
import { mkdir, open, rename, unlink } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { asBytes, toBuffer, type Bytes } from "../core/bytes.ts";
import { parent } from "../core/path.ts";

const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** Throws where it cannot; then the old file, if any, is whole. */
export async function writeBeside(path: Bytes, content: Bytes): Promise<void> {
  await mkdir(toBuffer(parent(path)), { recursive: true, mode: 0o700 });
  const beside = asBytes(`${path}.${process.pid}.${randomBytes(6).toString("hex")}`);
  try {
    await writeWhole(beside, content);
    await rename(toBuffer(beside), toBuffer(path));
  } catch (error) {
    await unlink(toBuffer(beside)).catch(() => {});
    throw error;
  }
  await syncDirectory(parent(path));
}

async function writeWhole(path: Bytes, content: Bytes): Promise<void> {
  const file = await open(toBuffer(path), flags, 0o600);
  try {
    await file.writeFile(toBuffer(content));
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A rename is on disk only when its directory is; not every file system can be asked. */
async function syncDirectory(path: Bytes): Promise<void> {
  const directory = await open(toBuffer(path), constants.O_RDONLY | constants.O_DIRECTORY);
  await directory.sync().catch(() => {});
  await directory.close();
}
