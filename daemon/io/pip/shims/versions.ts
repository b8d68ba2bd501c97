// Versions as people write them in files, and the installed one that such a word means.

import { asBytes, fromBuffer, split, type Bytes } from "../../../core/bytes.ts";
import { ancestors, join } from "../../../core/path.ts";
import type { Asker, Eyes } from "../eyes.ts";

const versionFileLimit = 4 * 1024;

/** The nearest file of that name at or above a directory, with its text. */
export async function readUpward(name: string, { directory, eyes }: Asker): Promise<Bytes | null> {
  for (const level of ancestors(directory)) {
    const text = await readText(join(level, name), eyes);
    if (text !== null) {
      return text;
    }
  }
  return null;
}

/** The first 4 KiB of a small text file. */
export async function readText(path: Bytes, eyes: Eyes): Promise<Bytes | null> {
  const head = await eyes.readHead(path, versionFileLimit);
  return head === null ? null : fromBuffer(head);
}

/** The first word of each line, comments left out. */
export function firstWords(text: Bytes): readonly Bytes[] {
  return split(text, "\n")
    .map((line) => asBytes(/^[ \t\r]*([^ \t\r]*)/.exec(line)?.[1] ?? ""))
    .filter((word) => word !== "" && !word.startsWith("#"));
}

/** The versions that a `.tool-versions` names for Python; null where it names none. */
export function toolVersions(text: Bytes): readonly Bytes[] | null {
  for (const line of split(text, "\n")) {
    const [tool, ...versions] = line
      .replace(/#.*$/, "")
      .split(/[ \t\r]+/)
      .filter((word) => word !== "");
    if (tool === "python" && versions.length > 0) {
      return versions.map(asBytes);
    }
  }
  return null;
}

/** The directory below `root` that a version means: itself, or the newest that begins with it. */
export async function findInstalled(
  root: Bytes,
  version: Bytes,
  eyes: Eyes,
): Promise<Bytes | null> {
  if (version === ".." || version === "." || version.includes("/")) {
    return null;
  }
  const names = await eyes.namesIn(root);
  const found = names.includes(version) ? version : newest(names, version);
  return found === null ? null : join(root, found);
}

/** The newest finished release among `names` that `prefix` abbreviates. */
function newest(names: readonly Bytes[], prefix: Bytes): Bytes | null {
  const isThreaded = /\dt$/.test(prefix);
  const stem = isThreaded ? prefix.slice(0, -1) : prefix;
  const fitting = names.filter(
    (name) =>
      (name.startsWith(`${stem}.`) || name.startsWith(`${stem}-`)) &&
      !/-dev$|-src$|-latest$|(a|b|rc)\d+$/.test(name) &&
      /\dt$/.test(name) === isThreaded,
  );
  return fitting.toSorted(compareVersions).at(-1) ?? null;
}

/** Orders by the numbers in them. */
export function compareVersions(left: string, right: string): number {
  const [mine, theirs] = [numbersOf(left), numbersOf(right)];
  for (let index = 0; index < Math.max(mine.length, theirs.length); index += 1) {
    const difference = (mine[index] ?? -1) - (theirs[index] ?? -1);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}

function numbersOf(version: string): readonly number[] {
  return (version.match(/\d+/g) ?? []).map(Number);
}
