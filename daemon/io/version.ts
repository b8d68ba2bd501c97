// Versions as numbers, and which one lies on the disk now.

import { readFileSync } from "node:fs";

/** Which of two versions is newer: above 0 when `a` is. Anything that is no version is older than all. */
export function compareVersions(a: string, b: string): number {
  const left = parse(a);
  const right = parse(b);
  const differing = [0, 1, 2].find((index) => left[index] !== right[index]) ?? 0;
  return (left[differing] ?? -1) - (right[differing] ?? -1);
}

function parse(version: string): readonly number[] {
  const match = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})/.exec(version);
  return match === null ? [-1, -1, -1] : match.slice(1).map(Number);
}

/** The version in a package.json; null when it is gone or damaged. */
export function readVersion(packageFile: string): string | null {
  try {
    const read: unknown = JSON.parse(readFileSync(packageFile, "utf8"));
    if (typeof read === "object" && read !== null && "version" in read) {
      return typeof read.version === "string" ? read.version : null;
    }
    return null;
  } catch {
    return null;
  }
}
