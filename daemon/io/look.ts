// From a directory to everything known about the environment there: the walk, then the examination.

import type { Bytes } from "../core/bytes.ts";
import { refuses } from "../core/discover.ts";
import type { Account } from "../core/facts.ts";
import type { Recollection } from "../core/judge-trust.ts";
import type { Sighted } from "../core/sighting.ts";
import { examine } from "./examine.ts";
import { hasProject, survey, type Survey } from "./survey.ts";
import type { Pair } from "./trust-store.ts";
import type { World } from "./world.ts";

export type Looker = {
  readonly openWorld: () => Promise<World>;
  readonly account: Account;
  readonly recall: (pair: Pair) => Promise<Recollection>;
  readonly boot: string;
};

export type LookOptions = { readonly names: readonly Bytes[]; readonly mayFollow: boolean };

/** Throws `LookFailed` where a mount did not answer or a call failed for a reason of its own. */
export async function look(
  directory: Bytes,
  looker: Looker,
  { names, mayFollow }: LookOptions,
): Promise<Sighted> {
  const world = await looker.openWorld();
  const seeker = { account: looker.account, names };
  const found = await survey(world, directory, seeker);
  if (found.kind === "gone") {
    return { sighting: { kind: "gone" }, venvHere: false };
  }
  const { discovery, venvHere } = found;
  if (discovery.kind === "none") {
    return { venvHere, sighting: await nothingHere(world, found, seeker) };
  }
  const candidate = {
    ...discovery.candidate,
    level: { ...discovery.candidate.level, logical: found.root },
  };
  return { venvHere, sighting: await examine(candidate, { ...looker, world, mayFollow }) };
}

type Seeker = { readonly account: Account; readonly names: readonly Bytes[] };

async function nothingHere(
  world: World,
  found: Extract<Survey, { readonly kind: "surveyed" }>,
  seeker: Seeker,
): Promise<Sighted["sighting"]> {
  const { discovery, levels } = found;
  const [nearest] = levels;
  return {
    kind: "none",
    stop: discovery.kind === "none" ? discovery.stop : "top",
    isSearched: nearest !== undefined && refuses(nearest, seeker.account) === null,
    hasProject: await hasProject(world, levels, seeker),
  };
}
