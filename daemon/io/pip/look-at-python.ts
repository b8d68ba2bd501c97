// What an interpreter is, from the files around it: it is never run.

import { asBytes, type Bytes } from "../../core/bytes.ts";
import { join, parent } from "../../core/path.ts";
import { classify, type Classified } from "../../core/pip/classify.ts";
import { isIsolated } from "../../core/pip/kind.ts";
import type { Followed, Python } from "../../core/pip/python.ts";
import { siteDirectories, type SiteRules } from "../../core/pip/sites.ts";
import { findPip } from "./find-pip.ts";
import { gatherPrefix, type Gathered, type Place } from "./gather-prefix.ts";
import { findLibrary, libraryNameIn, type Library } from "./library.ts";
import type { Asker, Eyes } from "./eyes.ts";

type Interpreter = Pick<Extract<Followed, { kind: "interpreter" }>, "interpreter" | "isWrapped"> & {
  /** Where it is at home, as it says itself; else its files are looked for. */
  readonly told?: Pick<Place, "prefix" | "base">;
};

/** Looks at what lies around an interpreter, and where that says nothing, at what its link leads to. */
export async function lookAtPython(found: Interpreter, caller: Asker): Promise<Python> {
  const { interpreter, isWrapped, told } = found;
  const real = (await caller.eyes.resolve(interpreter)) ?? interpreter;
  const base = isWrapped ? null : await findLibrary(real, caller.eyes);
  const prefix = parent(parent(interpreter));
  const place = { interpreter, isWrapped, real, base, prefix, ...told };
  const here = await gatherPrefix(place, caller);
  const classified = classify(here.facts);
  if (isOfPlace(classified)) {
    return describe({ ...here, place, classified }, caller.eyes);
  }
  const there = { ...place, prefix: base?.prefix ?? place.prefix };
  const gathered = there.prefix === place.prefix ? here : await gatherPrefix(there, caller);
  const isBroken = here.hasActivate && there.prefix !== place.prefix;
  const python = await describe(
    { ...gathered, place: there, classified: classify(gathered.facts) },
    caller.eyes,
  );
  return { ...python, broken: isBroken ? place.prefix : null };
}

/** Kinds that files in a directory make; the others follow the interpreter's link to its library. */
function isOfPlace({ kind }: Classified): boolean {
  return isIsolated(kind) || kind.startsWith("conda-") || kind.startsWith("spack-");
}

type Described = Gathered & { readonly place: Place; readonly classified: Classified };

async function describe(
  { place, classified, ...gathered }: Described,
  eyes: Eyes,
): Promise<Python> {
  const { prefix, base } = place;
  const { cfg } = gathered;
  const library = await libraryOf(place, eyes);
  const outer = classified.kind === "venv-system-site" ? base : null;
  const sites = await allSites(
    [{ prefix, library }, ...(outer === null ? [] : [toSites(outer)])],
    eyes,
  );
  const [pip, hasEnsurepip, writable] = await Promise.all([
    findPip(sites.siteDirs, eyes),
    base !== null && eyes.isFile(join(base.directory, "ensurepip/__init__.py")),
    canWrite(sites.siteDirs[0], eyes),
  ]);
  return {
    ...pip,
    ...classified,
    tool: gathered.facts.tool,
    interpreter: place.interpreter,
    realInterpreter: place.real,
    broken: null,
    version: versionIn(gathered, base),
    prefix,
    basePrefix: base?.prefix ?? homeOf(gathered) ?? prefix,
    localPrefix: sites.isShared ? asBytes("/usr/local") : null,
    siteDirs: sites.siteDirs,
    isWritable: writable,
    hidesUserSite: cfg !== null && !cfg.systemSitePackages,
    library,
    isFramework: /\/Python3?\.framework\//.test(place.real),
    marker: markerOf(place, gathered),
    hasEnsurepip,
  };
}

/** What the packages' directory is called: the Python's own name for it, else what lies in the environment. */
async function libraryOf({ prefix, base }: Place, eyes: Eyes): Promise<Bytes> {
  const own = base?.prefix === prefix ? base.name : await libraryNameIn(prefix, eyes);
  return own ?? base?.name ?? asBytes("");
}

/** Only the Python that the file marks heeds it: an environment of it does not. */
function markerOf({ prefix, base }: Place, { facts }: Gathered): Bytes | null {
  return base?.prefix === prefix && facts.marker !== null
    ? join(base.directory, "EXTERNALLY-MANAGED")
    : null;
}

function homeOf({ cfg }: Gathered): Bytes | null {
  return cfg === null || cfg.home === "" ? null : parent(cfg.home);
}

/** pip's own question: may the directory be written to, or the nearest one there is above it? */
export async function canWrite(directory: Bytes | undefined, eyes: Eyes): Promise<boolean> {
  return directory === undefined || eyes.isWritable(await eyes.nearestExisting(directory));
}

function versionIn({ facts, cfg }: Gathered, base: Library | null): string | null {
  const patch = base === null ? null : (/\/(\d+\.\d+\.\d+)(?:\/|$)/.exec(base.prefix)?.[1] ?? null);
  return (cfg?.version || null) ?? patch ?? facts.version;
}

type Sites = { readonly siteDirs: readonly Bytes[]; readonly isShared: boolean };

type Searched = Pick<SiteRules, "prefix" | "library">;

function toSites({ prefix, name }: Library): Searched {
  return { prefix, library: name };
}

/** The first is where pip puts things. */
async function allSites(searched: readonly Searched[], eyes: Eyes): Promise<Sites> {
  const all = await Promise.all(searched.map((one) => sitesOf(one, eyes)));
  return { siteDirs: all.flatMap((one) => one.siteDirs), isShared: all[0]?.isShared ?? false };
}

/** Debian and Fedora send what pip installs with the system's Python to /usr/local. */
async function sitesOf({ prefix, library }: Searched, eyes: Eyes): Promise<Sites> {
  const distribution =
    prefix === "/usr" && library !== "" ? await findDistribution(library, eyes) : null;
  return {
    siteDirs: siteDirectories({ prefix, library, distribution }),
    isShared: distribution !== null,
  };
}

async function findDistribution(library: Bytes, eyes: Eyes): Promise<SiteRules["distribution"]> {
  const [isDebian, isLib64, link] = await Promise.all([
    eyes.isDirectory(asBytes("/usr/lib/python3/dist-packages")),
    eyes.isFile(join(asBytes("/usr/lib64"), library, "os.py")),
    eyes.linkTarget(asBytes("/usr/lib64")),
  ]);
  if (isDebian) {
    return "debian";
  }
  return isLib64 && link === null ? "fedora" : null;
}
