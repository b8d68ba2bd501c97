// Which Python's own directory is meant by a path: the directory that the guard asks about before pip writes there.

import { asBytes, type Bytes } from "../../daemon/core/bytes.ts";
import { basename, join } from "../../daemon/core/path.ts";
import { describeKind, isIsolated, type Kind } from "../../daemon/core/pip/kind.ts";
import type { Python } from "../../daemon/core/pip/python.ts";
import { libraryNameIn } from "../../daemon/io/pip/library.ts";
import { lookAtPython } from "../../daemon/io/pip/look-at-python.ts";
import type { Asker, Eyes } from "../../daemon/io/pip/eyes.ts";
import type { Context } from "../context.ts";
import { openPatientEyes } from "../patient-eyes.ts";
import { show } from "./words.ts";

export type FoundPrefix =
  | {
      readonly kind: "prefix";
      readonly path: Bytes;
      /** The EXTERNALLY-MANAGED that pip itself heeds there, or null. */
      readonly marker: Bytes | null;
    }
  | { readonly kind: "none"; readonly why: string };

/** Takes a Python's directory, or the path of its program. */
export async function findPrefix(named: Bytes, context: Context): Promise<FoundPrefix> {
  const asker = toAsker(context);
  switch (await asker.eyes.typeOf(named)) {
    case "nothing":
      return { kind: "none", why: `there is no directory ${show(named)}` };
    case "other":
      return { kind: "none", why: `${show(named)} is neither a directory nor a program` };
    case "file":
      return judgeProgram(named, asker);
    case "directory":
      return judgeDirectory(named, asker);
  }
}

function toAsker({ environment, directory, home }: Context): Asker {
  const path = environment.get("PATH") ?? asBytes("");
  const search = { path, directory, skip: [] };
  return { search, directory, home, variables: environment, eyes: openPatientEyes() };
}

async function judgeProgram(program: Bytes, asker: Asker): Promise<FoundPrefix> {
  if (!isPython(basename(program))) {
    return { kind: "none", why: `${show(program)} is no Python` };
  }
  const python = await lookAtPython({ interpreter: program, isWrapped: false }, asker);
  const path = await asker.eyes.resolve(python.prefix);
  return path !== null && (await holdsPackages(path, asker.eyes))
    ? conclude(path, python)
    : { kind: "none", why: `no Python's own directory was found around ${show(program)}` };
}

async function judgeDirectory(directory: Bytes, asker: Asker): Promise<FoundPrefix> {
  const { eyes } = asker;
  const path = (await eyes.resolve(directory)) ?? directory;
  const bin = join(path, "bin");
  const programs = (await eyes.namesIn(bin)).filter(isPython).toSorted();
  if ((await holdsPackages(path, eyes)) && programs.length > 0) {
    for (const name of programs) {
      const interpreter = join(bin, name);
      const python = await lookAtPython({ interpreter, isWrapped: false }, asker);
      if ((await eyes.resolve(python.prefix)) === path) {
        return conclude(path, python);
      }
    }
  }
  return (await isConda(path, eyes))
    ? { kind: "prefix", path, marker: null }
    : { kind: "none", why: `${show(path)} is no Python's own directory: ${lacking}` };
}

const lacking = "that has bin/python3 and lib/python3.N in it, or conda-meta";

function conclude(path: Bytes, { kind, marker }: Python): FoundPrefix {
  return isIsolated(kind)
    ? { kind: "none", why: sayIsolated(path, kind) }
    : { kind: "prefix", path, marker };
}

function sayIsolated(path: Bytes, kind: Kind): string {
  return `${show(path)} is ${describeKind(kind)}: the guard lets pip install into it already`;
}

function isPython(name: Bytes): boolean {
  return /^(?:python|pypy)(?:\d[\d.]*t?)?$/.test(name);
}

async function holdsPackages(prefix: Bytes, eyes: Eyes): Promise<boolean> {
  return (await libraryNameIn(prefix, eyes)) !== null || (await isConda(prefix, eyes));
}

function isConda(prefix: Bytes, eyes: Eyes): Promise<boolean> {
  return eyes.isDirectory(join(prefix, "conda-meta"));
}
