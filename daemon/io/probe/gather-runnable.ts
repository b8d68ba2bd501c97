// What stands around an interpreter that may be run: owners, links on the way, projects and environments above.

import { asBytes, split, type Bytes } from "../../core/bytes.ts";
import { projectFiles } from "../../core/discover.ts";
import type { Component } from "../../core/facts.ts";
import type { Lead, RunnableFacts, Variables } from "../../core/judge-runnable.ts";
import { ancestors, basename, isWithin, join, parent } from "../../core/path.ts";
import { isHomeOrAbove } from "../../core/walk.ts";
import type { World } from "../world.ts";
import { followLinks } from "./links.ts";

export type RunnableSubject = {
  readonly interpreter: Bytes;
  /** All that the asker has set. */
  readonly variables: Variables;
  readonly homes: readonly Bytes[];
  /** Where the asker stands: what lies at or below it is not run. */
  readonly directory: Bytes;
  /** It does not start without the libraries of LD_LIBRARY_PATH, as environment modules set it. */
  readonly needsLibraries?: boolean | undefined;
};

/** What an answer depends on besides files. PYTHONPATH does not count: what lies there is not the interpreter's. */
const variableNames = [
  "HOME",
  "PYTHONHOME",
  "PYTHONNOUSERSITE",
  "PYTHONPLATLIBDIR",
  "PYTHONUSERBASE",
];
export const librariesName = "LD_LIBRARY_PATH";
/** Those that decide, together, what may be run and what it will say. */
export const askedNames = [...variableNames, "PYENV_ROOT", "ASDF_DATA_DIR"];
/** Those from which code is taken. */
const placeNames = ["HOME", "PYTHONHOME", "PYTHONUSERBASE"];

/** Null where the interpreter's path leads nowhere. */
export async function gatherRunnable(
  world: World,
  subject: RunnableSubject,
): Promise<RunnableFacts | null> {
  const links = await followLinks(world, subject.interpreter);
  if (links === null) {
    return null;
  }
  const paths = links.map(({ path }) => path);
  const sight = openSight(world);
  const leads = await Promise.all(paths.map((path) => gatherLead(sight, path, subject)));
  const facts = await gatherVariables(world, subject);
  return { ...facts, leads: [...leads, ...facts.leads] };
}

/** The same for an interpreter that needs no look: only what the variables name can still do harm. */
export async function gatherVariables(
  world: World,
  subject: RunnableSubject,
): Promise<RunnableFacts> {
  const { interpreter, homes, needsLibraries } = subject;
  const names = needsLibraries === true ? [...variableNames, librariesName] : variableNames;
  const variables = new Map(
    names.flatMap((name) => {
      const value = subject.variables.get(name) ?? asBytes("");
      return value === "" ? [] : [[name, value] as const];
    }),
  );
  const libraries = split(variables.get(librariesName) ?? asBytes(""), ":");
  const places = placeNames
    .map((name) => variables.get(name) ?? asBytes(""))
    .concat(libraries)
    .filter((path) => path !== "" && !homes.includes(path));
  const sight = openSight(world);
  const leads = await Promise.all(places.map((path) => gatherPlace(sight, path, subject)));
  return { interpreter, variables, leads };
}

/** Links lead from one directory to the next, and all of them lie below the same few: each is looked at once. */
type Sight = Pick<World, "lstat" | "realpath"> & {
  readonly holdsMark: (directory: Bytes) => Promise<boolean>;
};

function openSight(world: World): Sight {
  return {
    lstat: once(world.lstat),
    realpath: once(world.realpath),
    holdsMark: once((directory) => holdsAny(world, directory)),
  };
}

function once<T>(look: (path: Bytes) => Promise<T>): (path: Bytes) => Promise<T> {
  const seen = new Map<Bytes, Promise<T>>();
  return (path) => {
    const found = seen.get(path) ?? look(path);
    seen.set(path, found);
    return found;
  };
}

/** A directory of a variable: nothing says that it exists. */
async function gatherPlace(world: Sight, path: Bytes, subject: RunnableSubject): Promise<Lead> {
  if (!path.startsWith("/")) {
    return { path, chain: [], project: null, environment: null };
  }
  const real = (await world.realpath(path)) ?? path;
  const [chain, project] = await Promise.all([
    readChain(world, real),
    findProject(world, join(real, "bin"), subject),
  ]);
  return { path, chain, project, environment: null };
}

async function gatherLead(world: Sight, path: Bytes, subject: RunnableSubject): Promise<Lead> {
  const directory = (await world.realpath(parent(path))) ?? parent(path);
  const real = join(directory, basename(path));
  const [chain, project, environment] = await Promise.all([
    readChain(world, real),
    findProject(world, real, subject),
    findEnvironment(world, path),
  ]);
  return { path, chain, project, environment };
}

async function readChain(world: Sight, path: Bytes): Promise<readonly Component[]> {
  const paths = ancestors(path).toReversed();
  const facts = await Promise.all(paths.map((each) => world.lstat(each)));
  return paths.flatMap((each, index) => {
    const fact = facts[index] ?? null;
    return fact === null ? [] : [{ path: each, fact }];
  });
}

/** CPython looks beside the interpreter first, then one directory up. */
async function findEnvironment(world: Sight, path: Bytes): Promise<Bytes | null> {
  const places = [parent(path), parent(parent(path))];
  const facts = await Promise.all(places.map((place) => world.lstat(join(place, "pyvenv.cfg"))));
  return places.find((_, index) => facts[index] !== null) ?? null;
}

/** Whoever made such a directory may be anybody: it can have been cloned, or unpacked. */
const marks: readonly Bytes[] = [
  ...projectFiles,
  ...[".venv", ".git", ".hg", ".svn", "package.json"].map(asBytes),
];

async function findProject(
  world: Sight,
  path: Bytes,
  { homes, directory, variables }: RunnableSubject,
): Promise<Bytes | null> {
  const keepers = listKeepers(homes, variables);
  const above = ancestors(parent(path));
  const end = above.findIndex((level) => level === "/" || isHomeOrAbove(level, homes));
  const levels = above.slice(0, end).filter((level) => !keepers.includes(level));
  const found = await Promise.all(levels.map((level) => world.holdsMark(level)));
  const nearest = levels.find((_, index) => found[index] === true) ?? null;
  const isKept = keepers.some((keeper) => isWithin(path, keeper));
  const isHere = !isKept && isWithin(path, directory) && !isHomeOrAbove(directory, homes);
  return nearest ?? (isHere ? directory : null);
}

const brews = ["/opt/homebrew", "/usr/local", "/home/linuxbrew/.linuxbrew"].map(asBytes);

/** Managers of versions are clones of their own repositories. */
function listKeepers(homes: readonly Bytes[], variables: Variables): readonly Bytes[] {
  const named = ["PYENV_ROOT", "ASDF_DATA_DIR"].map((name) => variables.get(name) ?? asBytes(""));
  const usual = homes.flatMap((home) => [".pyenv", ".asdf"].map((name) => join(home, name)));
  return [...usual, ...brews, ...named.filter((path) => path !== "")];
}

async function holdsAny(world: World, directory: Bytes): Promise<boolean> {
  const facts = await Promise.all(marks.map((name) => world.glance(join(directory, name))));
  return facts.some((fact) => fact !== null);
}
