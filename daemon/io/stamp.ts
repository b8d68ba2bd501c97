// A file in the runtime directory as old as the environment was judged to be, for the hooks' `-nt`.

import { existsSync, lstatSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { asBytes, toBuffer, type Bytes } from "../core/bytes.ts";
import { join, parent } from "../core/path.ts";
import { stampsOf } from "../wire/names.ts";
import { sha256 } from "./digest.ts";
import { youngNs } from "./files.ts";

const secondNs = 1_000_000_000n;
const millisecondNs = 1_000_000n;
const microsecondNs = 1_000n;

/** Where stamps are kept: the runtime directory, if there is one, and the witness that they go with, or nothing. */
export type Stamps = { readonly runtimeDirectory: Bytes | null; readonly witness: Bytes };

/** Gives the stamp's name in the runtime directory, empty where it could not be written. */
export function stamp(place: Stamps, environment: Bytes, newest: bigint): Bytes {
  const { runtimeDirectory, witness } = place;
  if (runtimeDirectory === null) {
    return asBytes("");
  }
  const hash = sha256(environment).slice(0, 32);
  const name = witness === "" ? `e.${hash}` : `${stampsOf(witness)}/${hash}`;
  const path = join(runtimeDirectory, name);
  const time = stampTime(newest, BigInt(Date.now()) * millisecondNs);
  try {
    // The runtime directory is ours and in memory: nothing there makes anybody wait.
    const stats = lstatSync(toBuffer(path), { bigint: true, throwIfNoEntry: false });
    if (stats === undefined || floor(stats.mtimeNs) !== time) {
      if (stats === undefined) {
        make(path, witness);
      }
      const seconds = toSeconds(time);
      utimesSync(toBuffer(path), seconds, seconds);
    }
    return asBytes(name);
  } catch {
    return asBytes("");
  }
}

function make(path: Bytes, witness: Bytes): void {
  const stamps = toBuffer(parent(path));
  if (witness !== "" && !existsSync(stamps)) {
    mkdirSync(stamps, { mode: 0o700 });
  }
  writeFileSync(toBuffer(path), "", { mode: 0o600, flag: "a" });
}

/**
 * The next microsecond, which utimes(2) can set: the stamp is newer (`-nt`) than what was judged, and nothing that was
 * judged is newer than the stamp. A file younger than 20 ms may change again within its tick, so its stamp is a
 * millisecond older and the next prompt asks again.
 */
export function stampTime(newest: bigint, now: bigint): bigint {
  if (newest > now - youngNs) {
    return floor(newest - millisecondNs);
  }
  return floor(newest + microsecondNs);
}

/** In the middle of its microsecond: libuv cuts a double off there, and might cut to the one before. */
function toSeconds(time: bigint): string {
  const middle = time + microsecondNs / 2n;
  return `${middle / secondNs}.${(middle % secondNs).toString().padStart(9, "0")}`;
}

function floor(time: bigint): bigint {
  return time - (((time % microsecondNs) + microsecondNs) % microsecondNs);
}
