// Gathers the levels of the walk: the logical path upward, then the canonical one (direnv #279, #303).

import { asBytes, type Bytes } from "../core/bytes.ts";
import { discover, projectFiles, refuses, type Discovery } from "../core/discover.ts";
import type { Account, FoundName, Level } from "../core/facts.ts";
import { isModeBlind } from "../core/mounts.ts";
import { ancestors, isWithin, join } from "../core/path.ts";
import { isHomeOrAbove, isNormal, planWalk, type Stop, type Walk } from "../core/walk.ts";
import type { World } from "./world.ts";

export type Seeker = {
  readonly account: Account;
  readonly names: readonly Bytes[];
  /** What `pyguard use` recorded for a project. */
  readonly findUsed?: (project: Bytes) => Promise<FoundName | null>;
};

export type Survey =
  | { readonly kind: "gone"; readonly isHidden: boolean }
  | {
      readonly kind: "surveyed";
      readonly discovery: Discovery;
      /** The discovery's level as the shell spells it. */
      readonly root: Bytes;
      readonly levels: readonly Level[];
      /** Field 12: about `.venv` alone, a dangling link too, as the hooks test it. */
      readonly venvHere: boolean;
    };

/** Looks for the names at and above `directory`; reads nothing. */
export async function survey(world: World, directory: Bytes, seeker: Seeker): Promise<Survey> {
  const [canonical, here] = await Promise.all([
    world.realpath(directory),
    world.lstat(join(directory, ".venv")),
  ]);
  const venvHere = here !== null;
  if (canonical === null) {
    return { kind: "gone", isHidden: await world.isHidden(directory) };
  }
  const isPlain = canonical === directory;
  const logical =
    isPlain || !isNormal(directory) ? null : await walkLogical(world, directory, seeker);
  if (logical !== null && logical.discovery.kind === "candidate") {
    return { kind: "surveyed", ...logical, root: rootOf(logical.discovery), venvHere };
  }
  const physical = await walkPhysical(world, canonical, seeker);
  const root = isPlain
    ? rootOf(physical.discovery)
    : await spell(world, directory, rootOf(physical.discovery));
  return { kind: "surveyed", ...physical, root, venvHere };
}

type Seen = { readonly discovery: Discovery; readonly levels: readonly Level[] };

async function walkPhysical(world: World, canonical: Bytes, seeker: Seeker): Promise<Seen> {
  const walk = planWalk(canonical, rulesOf(world, seeker));
  const sights = walk.directories.map((path) =>
    sight(world, { logical: path, canonical: path }, seeker),
  );
  return conclude(await Promise.all(sights), walk, seeker);
}

/** A component of the path is a link, so that every level has to be resolved by itself. */
async function walkLogical(world: World, directory: Bytes, seeker: Seeker): Promise<Seen> {
  const walk = planWalk(directory, rulesOf(world, seeker));
  const sights = walk.directories.map(async (logical) => {
    const canonical = await world.realpath(logical);
    return canonical === null || isHomeOrAbove(canonical, seeker.account.homes)
      ? null
      : sight(world, { logical, canonical }, seeker);
  });
  return conclude(await Promise.all(sights), walk, seeker);
}

function conclude(sights: readonly (Level | null)[], walk: Walk, seeker: Seeker): Seen {
  const end = sights.indexOf(null);
  const levels = (end < 0 ? sights : sights.slice(0, end)).filter((level) => level !== null);
  const stop: Stop = end < 0 ? walk.stop : "home";
  return { levels, discovery: discover(levels, seeker.account, stop) };
}

async function sight(
  world: World,
  { logical, canonical }: Pick<Level, "logical" | "canonical">,
  { names, findUsed }: Seeker,
): Promise<Level | null> {
  const used = (await findUsed?.(canonical)) ?? null;
  const [fact, ...facts] = await Promise.all([
    world.lstat(canonical),
    ...names.map((name) => world.glance(join(canonical, name))),
  ]);
  if (fact === null) {
    return null;
  }
  const found = names.flatMap((name, index) => {
    const seen = facts[index] ?? null;
    return seen === null ? [] : [{ name, fact: seen }];
  });
  return {
    logical,
    canonical,
    fact,
    found: used === null ? found : [used, ...found],
    isModeBlind: isModeBlind(world.mounts.mountOf(canonical)),
  };
}

function rulesOf(world: World, { account }: Seeker) {
  return { homes: account.homes, mountOf: (path: Bytes) => world.mounts.mountOf(path).id };
}

function rootOf(discovery: Discovery): Bytes {
  return discovery.kind === "candidate" ? discovery.candidate.level.logical : asBytes("");
}

/** The shallowest prefix of `directory` that leads into `project`: what the shell's `cd ..` would leave. */
async function spell(world: World, directory: Bytes, project: Bytes): Promise<Bytes> {
  // bash keeps two slashes in front; the root of a drive of PowerShell's ends with one.
  const plain = asBytes(directory.replaceAll(/^\/(?=\/)|(?<=.)\/$/g, ""));
  if (project === "" || !isNormal(plain)) {
    return project === "" ? project : directory;
  }
  const prefixes = ancestors(directory);
  const canonical = await Promise.all(prefixes.map((prefix) => world.realpath(prefix)));
  const inside = prefixes.filter((_, index) => {
    const path = canonical[index] ?? null;
    return path !== null && isWithin(path, project);
  });
  return inside.at(-1) ?? directory;
}

/** Whether a Python project stands where no environment does. */
export async function hasProject(
  world: World,
  levels: readonly Level[],
  seeker: Seeker,
): Promise<boolean> {
  const own = levels.filter((level) => refuses(level, seeker.account) === null).slice(0, 8);
  const paths = own.flatMap((level) => projectFiles.map((name) => join(level.canonical, name)));
  const facts = await Promise.all(paths.map((path) => world.glance(path)));
  return facts.some((fact) => fact !== null && fact.type !== "directory");
}
