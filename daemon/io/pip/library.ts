// Where an interpreter's standard library is, found as CPython finds it: upward from the real program.

import { asBytes, type Bytes } from "../../core/bytes.ts";
import { ancestors, basename, join, parent } from "../../core/path.ts";
import type { Eyes } from "./eyes.ts";
import { compareVersions } from "./shims/versions.ts";

export type Library = {
  readonly prefix: Bytes;
  /** `PREFIX/lib/python3.12` */
  readonly directory: Bytes;
  /** `python3.12`, `pypy3.10` */
  readonly name: Bytes;
};

const levels = 5;

/** The library of the program at `real`, a canonical path; null where none stands at or above it. */
export async function findLibrary(real: Bytes, eyes: Eyes): Promise<Library | null> {
  for (const prefix of ancestors(parent(real)).slice(0, levels)) {
    const library = await libraryIn(prefix, real, eyes);
    if (library !== null) {
      return library;
    }
  }
  return null;
}

/** The library right below `prefix` that belongs to the program. */
async function libraryIn(prefix: Bytes, real: Bytes, eyes: Eyes): Promise<Library | null> {
  const places = [join(prefix, "lib64"), join(prefix, "lib")];
  const named = nameOf(basename(real));
  for (const place of places) {
    const names = named === null ? await candidatesIn(place, eyes) : [named];
    for (const name of names) {
      const directory = join(place, name);
      if (await isLibrary(directory, eyes)) {
        return { prefix, directory, name };
      }
    }
  }
  return null;
}

// Nothing but a standard library holds either of them.
async function isLibrary(directory: Bytes, eyes: Eyes): Promise<boolean> {
  const marks = ["os.py", "EXTERNALLY-MANAGED"].map((name) => eyes.isFile(join(directory, name)));
  return (await Promise.all(marks)).includes(true);
}

/** A program called `python3.12` says whose library is its own. */
function nameOf(program: Bytes): Bytes | null {
  const match = /^(python|pypy)(\d+\.\d+t?)/.exec(program);
  return match === null ? null : asBytes(match[0]);
}

async function candidatesIn(place: Bytes, eyes: Eyes): Promise<readonly Bytes[]> {
  const names = (await eyes.namesIn(place)).filter((name) =>
    /^(python|pypy)\d+\.\d+t?$/.test(name),
  );
  return names.toSorted((left, right) => compareVersions(right, left));
}

/** `3.12` of `python3.12`. */
export function versionOf(name: Bytes): string | null {
  return /\d+\.\d+/.exec(name)?.[0] ?? null;
}

/** The name of the library that an environment's packages lie under, as in `lib/python3.12/site-packages`. */
export async function libraryNameIn(environment: Bytes, eyes: Eyes): Promise<Bytes | null> {
  const [lib, lib64] = await Promise.all([
    candidatesIn(join(environment, "lib"), eyes),
    candidatesIn(join(environment, "lib64"), eyes),
  ]);
  return lib[0] ?? lib64[0] ?? null;
}
