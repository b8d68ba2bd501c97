// The files in a directory that say which kind of Python it holds.

import { asBytes, fromBuffer, type Bytes } from "../../core/bytes.ts";
import { parsePyvenvCfg, type PyvenvCfg } from "../../core/parse-pyvenv-cfg.ts";
import { join, parent } from "../../core/path.ts";
import type { CondaFacts, PrefixFacts, Roots } from "../../core/pip/classify.ts";
import type { Tool } from "../../core/pip/kind.ts";
import { versionOf, type Library } from "./library.ts";
import { scriptLimit, type Asker, type Eyes } from "./eyes.ts";
import { variable } from "../../core/pip/caller.ts";

export type Place = {
  readonly prefix: Bytes;
  readonly interpreter: Bytes;
  readonly isWrapped: boolean;
  /** The interpreter's canonical path. */
  readonly real: Bytes;
  /** The standard library that it would find; null where none is around it. */
  readonly base: Library | null;
};

export type Gathered = {
  readonly facts: PrefixFacts;
  readonly cfg: PyvenvCfg | null;
  /** An `activate` lies there: somebody once made an environment of it. */
  readonly hasActivate: boolean;
};

export async function gatherPrefix(place: Place, caller: Asker): Promise<Gathered> {
  const { prefix, base, interpreter } = place;
  const [cfg, files, conda, marker] = await Promise.all([
    readCfg(place, caller.eyes),
    gatherFiles(prefix, caller.eyes),
    gatherConda(prefix, caller),
    base === null ? null : readMarker(base, caller.eyes),
  ]);
  const [leadsIntoSpack, hasOrigPrefix, isEmbedded] = await Promise.all([
    cfg !== null && leadsToSpack(prefix, caller.eyes),
    cfg === null && files.hasActivate && findOrigPrefix(prefix, caller.eyes),
    findPth(interpreter, caller.eyes),
  ]);
  const { hasActivate, ...names } = files;
  const facts: PrefixFacts = {
    ...names,
    prefix,
    interpreter,
    realInterpreter: place.real,
    isWrapped: place.isWrapped,
    version: versionIn(cfg, base),
    cfg: cfg && { hasHome: cfg.home !== "", systemSitePackages: cfg.systemSitePackages },
    leadsIntoSpack,
    hasOrigPrefix,
    conda,
    marker,
    isEmbedded,
    isPypy: base?.name.startsWith("pypy") ?? false,
    roots: rootsOf(caller),
  };
  return { facts, cfg, hasActivate };
}

function versionIn(cfg: PyvenvCfg | null, base: Library | null): string | null {
  return base === null ? (cfg?.version ?? "") || null : versionOf(base.name);
}

/** CPython looks beside the interpreter first, then one directory up. */
async function readCfg({ interpreter, prefix }: Place, eyes: Eyes): Promise<PyvenvCfg | null> {
  const [beside, above] = await Promise.all([
    eyes.readSmall(join(parent(interpreter), "pyvenv.cfg")),
    eyes.readSmall(join(prefix, "pyvenv.cfg")),
  ]);
  const text = beside ?? above;
  return text === null ? null : parsePyvenvCfg(text);
}

async function gatherFiles(prefix: Bytes, eyes: Eyes) {
  const at = (name: string): Bytes => join(prefix, name);
  const [pipx, uv, hasSpackDirectory, json, yaml, hasActivate] = await Promise.all([
    eyes.isFile(at("pipx_metadata.json")),
    eyes.isFile(at("uv-receipt.toml")),
    eyes.isDirectory(at(".spack")),
    eyes.isFile(at(".spack/spec.json")),
    eyes.isFile(at(".spack/spec.yaml")),
    eyes.isFile(at("bin/activate")),
  ]);
  return {
    tool: toolOf({ pipx, uv }),
    hasSpackDirectory,
    hasSpackSpec: json || yaml,
    hasActivate,
  };
}

function toolOf({ pipx, uv }: Readonly<Record<Tool, boolean>>): Tool | null {
  if (pipx) {
    return "pipx";
  }
  return uv ? "uv" : null;
}

async function gatherConda(prefix: Bytes, caller: Asker): Promise<CondaFacts | null> {
  const names = await caller.eyes.namesIn(join(prefix, "conda-meta"));
  if (names.length === 0) {
    return null;
  }
  return {
    isFrozen: names.some((name) => name === "frozen"),
    isPixi: names.some((name) => name === "pixi"),
    hasHistory: names.some((name) => name === "history"),
    hasConda: names.some((name) => /^conda-\d[^-]*-[^-]*\.json$/.test(name)),
    isRoot: await isCondaRoot(prefix, caller),
  };
}

async function isCondaRoot(prefix: Bytes, caller: Asker): Promise<boolean> {
  const program = variable(caller, "CONDA_EXE");
  const named = [
    variable(caller, "_CONDA_ROOT"),
    program === null ? null : parent(parent(program)),
  ];
  if (named.includes(prefix)) {
    return true;
  }
  const [looksSo, isBelowOne] = await Promise.all([
    hasCondaPrograms(prefix, caller.eyes),
    hasCondaPrograms(parent(parent(prefix)), caller.eyes),
  ]);
  return looksSo && !isBelowOne;
}

async function hasCondaPrograms(prefix: Bytes, eyes: Eyes): Promise<boolean> {
  const [programs, packages, environments] = await Promise.all([
    eyes.namesIn(join(prefix, "condabin")),
    eyes.isDirectory(join(prefix, "pkgs")),
    eyes.isDirectory(join(prefix, "envs")),
  ]);
  return programs.some((name) => /^(conda|mamba)/.test(name)) || (packages && environments);
}

/** A view's programs are links into packages, each with a record of its own; an environment's are not. */
async function leadsToSpack(prefix: Bytes, eyes: Eyes): Promise<boolean> {
  const links = ["pyvenv.cfg", "bin/python3-config", "bin/pip3", "bin/pip"].map((name) =>
    join(prefix, name),
  );
  const found = await Promise.all(
    links.map(async (link) => {
      const real = (await eyes.linkTarget(link)) === null ? null : await eyes.resolve(link);
      return real !== null && (await hasSpackRecord(real, eyes));
    }),
  );
  return found.includes(true);
}

async function hasSpackRecord(file: Bytes, eyes: Eyes): Promise<boolean> {
  const roots = [parent(file), parent(parent(file))];
  const found = await Promise.all(roots.map((root) => eyes.isFile(join(root, ".spack/spec.json"))));
  return found.includes(true);
}

/** virtualenv before 20 wrote the real prefix beside its own copy of the library. */
async function findOrigPrefix(prefix: Bytes, eyes: Eyes): Promise<boolean> {
  const lib = join(prefix, "lib");
  const names = (await eyes.namesIn(lib)).filter((name) => /^(python|pypy)\d/.test(name));
  const found = await Promise.all(
    names.map((name) => eyes.isFile(join(lib, name, "orig-prefix.txt"))),
  );
  return found.includes(true);
}

async function findPth(interpreter: Bytes, eyes: Eyes): Promise<boolean> {
  if (!interpreter.endsWith(".exe")) {
    return false;
  }
  const names = await eyes.namesIn(parent(interpreter));
  return names.some((name) => /^python\d+\._pth$/.test(name));
}

/** As pip asks: a regular file, links followed. */
async function readMarker(base: Library, eyes: Eyes): Promise<PrefixFacts["marker"]> {
  const path = join(base.directory, "EXTERNALLY-MANAGED");
  if (!(await eyes.isFile(path))) {
    return null;
  }
  const head = await eyes.readHead(path, scriptLimit);
  return { isUv: head !== null && fromBuffer(head).includes("managed by uv") };
}

function rootsOf(caller: Asker): Roots {
  const at = (name: string, otherwise: string): Bytes =>
    asBytes((variable(caller, name) ?? join(caller.home, otherwise)).replace(/\/+$/, ""));
  return {
    pyenv: at("PYENV_ROOT", ".pyenv"),
    asdf: at("ASDF_DATA_DIR", ".asdf"),
    mise: at("MISE_DATA_DIR", ".local/share/mise"),
  };
}
