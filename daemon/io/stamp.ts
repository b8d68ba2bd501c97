// A file in the runtime directory as old as the environment was judged to be, for the hooks' `-nt`.

import { utimes, writeFile } from "node:fs";
import { asBytes, toBuffer, type Bytes } from "../core/bytes.ts";
import { join } from "../core/path.ts";
import { sha256 } from "./digest.ts";
import { lstat } from "./files.ts";
import { youngNs } from "./recent.ts";

const secondNs = 1_000_000_000n;
const millisecondNs = 1_000_000n;
const microsecondNs = 1_000n;

/** Gives the stamp's name, empty where it could not be written. */
export async function stamp(
  runtimeDirectory: Bytes,
  environment: Bytes,
  newest: bigint,
): Promise<Bytes> {
  const name = asBytes(`e.${sha256(environment).slice(0, 32)}`);
  const path = join(runtimeDirectory, name);
  const time = stampTime(newest, BigInt(Date.now()) * millisecondNs);
  try {
    const fact = await lstat(path);
    if (fact?.modified !== time) {
      if (fact === null) {
        await create(path);
      }
      await setModified(path, time);
    }
    return name;
  } catch {
    return asBytes("");
  }
}

/**
 * Rounded up to what utimes(2) can set, so that `-nt` is false; a file younger than 20 ms may change again
 * within its tick, so the stamp is a millisecond older and the next prompt asks again.
 */
export function stampTime(newest: bigint, now: bigint): bigint {
  if (newest > now - youngNs) {
    return floor(newest - millisecondNs);
  }
  return floor(newest + microsecondNs - 1n);
}

function floor(time: bigint): bigint {
  return time - (((time % microsecondNs) + microsecondNs) % microsecondNs);
}

function create(path: Bytes): Promise<void> {
  return new Promise((resolve, reject) => {
    writeFile(toBuffer(path), "", { mode: 0o600, flag: "a" }, (error) =>
      error === null ? resolve() : reject(error),
    );
  });
}

function setModified(path: Bytes, time: bigint): Promise<void> {
  const seconds = `${time / secondNs}.${(time % secondNs).toString().padStart(9, "0")}`;
  return new Promise((resolve, reject) => {
    utimes(toBuffer(path), seconds, seconds, (error) =>
      error === null ? resolve() : reject(error),
    );
  });
}
