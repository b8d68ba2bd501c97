// A file in the runtime directory as old as the environment was judged to be, for the hooks' `-nt`.

import { lstatSync, utimesSync, writeFileSync } from "node:fs";
import { asBytes, toBuffer, type Bytes } from "../core/bytes.ts";
import { join } from "../core/path.ts";
import { sha256 } from "./digest.ts";
import { youngNs } from "./files.ts";

const secondNs = 1_000_000_000n;
const millisecondNs = 1_000_000n;
const microsecondNs = 1_000n;

/** Gives the stamp's name, empty where it could not be written. */
export function stamp(runtimeDirectory: Bytes, environment: Bytes, newest: bigint): Bytes {
  const name = asBytes(`e.${sha256(environment).slice(0, 32)}`);
  const path = toBuffer(join(runtimeDirectory, name));
  const time = stampTime(newest, BigInt(Date.now()) * millisecondNs);
  try {
    // The runtime directory is ours and in memory: nothing there makes anybody wait.
    const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
    if (stats === undefined || floor(stats.mtimeNs) !== time) {
      if (stats === undefined) {
        writeFileSync(path, "", { mode: 0o600, flag: "a" });
      }
      const seconds = toSeconds(time);
      utimesSync(path, seconds, seconds);
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

/** In the middle of its microsecond: libuv cuts a double off there, and might cut to the one before. */
function toSeconds(time: bigint): string {
  const middle = time + microsecondNs / 2n;
  return `${middle / secondNs}.${(middle % secondNs).toString().padStart(9, "0")}`;
}

function floor(time: bigint): bigint {
  return time - (((time % microsecondNs) + microsecondNs) % microsecondNs);
}
