// From a directory to everything known about the environment there: the walk, then the examination.

import type { Bytes } from "../core/bytes.ts";
import { findOpen, refuses } from "../core/discover.ts";
import type { Account } from "../core/facts.ts";
import type { Recollection } from "../core/judge-trust.ts";
import { isLocal } from "../core/mounts.ts";
import type { Sighted } from "../core/sighting.ts";
import type { Pair } from "../core/trust-record.ts";
import { examine } from "./examine.ts";
import type { Configuration } from "./configuration.ts";
import type { PolicySource } from "./policy.ts";
import { hasProject, survey, type Survey } from "./survey.ts";
import { holds, isSettled, keepsRights, type Trace } from "./trace.ts";
import type { UseStore } from "./use-store.ts";
import type { World } from "./world.ts";

export type Looker = {
  readonly openWorld: () => Promise<World>;
  readonly account: Account;
  readonly recall: (pair: Pair, world: World) => Promise<Recollection>;
  readonly configuration: Configuration;
  readonly policy: PolicySource;
  readonly boot: string;
  readonly uses: UseStore;
};

type LookOptions = { readonly mayFollow: boolean };

/** Throws `LookFailed` where a mount did not answer or a call failed for a reason of its own. */
export type Look = (directory: Bytes, options: LookOptions) => Promise<Sighted>;

export type Looks = {
  readonly look: Look;
  /** Whether one of `paths` has another owner, group or mode by now than when `directory` was looked at last. At once. */
  readonly hasOtherRights: (directory: Bytes, paths: readonly Bytes[]) => boolean;
};

type Kept = {
  readonly sighted: Sighted;
  readonly trace: Trace;
  usedAt: number;
};

/** Each holds some 14 kB. Nowhere do shells stand in more places at once. */
const keptLimit = 256;
/** Longer than that, and the kernel may have to read from a disk what it knew. */
const warmMs = 10 * 60_000;

/** Looks; what it saw is used again while every file that it rests on still says the same. */
export function createLooks(looker: Looker, now: () => number): Looks {
  const kept = new Map<Bytes, Kept>();
  const lookNow: Look = async (directory, options) => {
    const known = options.mayFollow ? undefined : kept.get(directory);
    if (known !== undefined && isGood(known, now())) {
      known.usedAt = now();
      return known.sighted;
    }
    kept.delete(directory);
    const world = await looker.openWorld();
    const sighted = await look(directory, { ...looker, world }, options);
    if (!options.mayFollow && isWorthKeeping(world)) {
      makeRoom(kept);
      kept.set(directory, { sighted, trace: world.trace, usedAt: now() });
    }
    return sighted;
  };
  return {
    look: lookNow,
    hasOtherRights: (directory, paths) => {
      const known = kept.get(directory);
      return known !== undefined && !keepsRights(known.trace, paths);
    },
  };
}

function isGood(known: Kept, now: number): boolean {
  return now - known.usedAt < warmMs && holds(known.trace);
}

function isWorthKeeping({ mounts, trace }: World): boolean {
  const paths = [...trace.facts.keys(), ...trace.realpaths.keys()];
  return isSettled(trace) && paths.every((path) => isLocal(mounts.mountOf(path)));
}

function makeRoom(kept: Map<Bytes, Kept>): void {
  const [oldest] = kept.keys();
  if (kept.size >= keptLimit && oldest !== undefined) {
    kept.delete(oldest);
  }
}

type Looking = Looker & { readonly world: World };

async function look(directory: Bytes, looking: Looking, options: LookOptions): Promise<Sighted> {
  const { world, account } = looking;
  const [settings, policy] = await Promise.all([
    looking.configuration.read(world),
    looking.policy.read(world),
  ]);
  const findUsed = await looking.uses.open(world);
  const seeker = { account, names: settings.names, findUsed };
  const found = await survey(world, directory, seeker);
  if (found.kind === "gone") {
    return { settings, venvHere: false, sighting: found };
  }
  const { discovery, venvHere, root } = found;
  if (discovery.kind === "none") {
    return { settings, venvHere, sighting: await nothingHere(world, found, seeker) };
  }
  const level = { ...discovery.candidate.level, logical: root };
  const candidate = { ...discovery.candidate, level };
  const { mayFollow } = options;
  return {
    settings,
    venvHere,
    sighting: await examine(candidate, { ...looking, policy, mayFollow }),
  };
}

type Seeker = { readonly account: Account; readonly names: readonly Bytes[] };

async function nothingHere(
  world: World,
  found: Extract<Survey, { readonly kind: "surveyed" }>,
  seeker: Seeker,
): Promise<Sighted["sighting"]> {
  const { discovery, levels } = found;
  const [nearest] = levels;
  const open = findOpen(levels, seeker.account);
  return {
    kind: "none",
    stop: discovery.kind === "none" ? discovery.stop : "top",
    isSearched: nearest !== undefined && refuses(nearest, seeker.account) === null && open !== null,
    open: open ?? [],
    hasProject: await hasProject(world, levels, seeker),
  };
}
