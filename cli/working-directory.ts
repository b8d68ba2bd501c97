// Where the command was typed, byte for byte.

import { readlinkSync, statSync, type Stats } from "node:fs";
import { fromBuffer, fromText, toBuffer, type Bytes } from "../daemon/core/bytes.ts";

/** `$PWD` as the shell spells it where it is the working directory, else what the kernel calls that. */
export function findWorkingDirectory(spelled: Bytes | undefined): Bytes {
  const here = look(".");
  const there = spelled?.startsWith("/") === true ? look(toBuffer(spelled)) : null;
  const isHere = here !== null && there?.ino === here.ino && there.dev === here.dev;
  return isHere && spelled !== undefined ? spelled : askKernel();
}

function look(path: string | Buffer): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

/** A directory that was removed has a name all the same on Linux: ` (deleted)` stands behind it. */
function askKernel(): Bytes {
  try {
    return fromBuffer(readlinkSync("/proc/self/cwd", { encoding: "buffer" }));
  } catch {
    return askNode();
  }
}

/** macOS has no /proc, and no names that are not UTF-8. */
function askNode(): Bytes {
  try {
    return fromText(process.cwd());
  } catch {
    return fromText("/");
  }
}
