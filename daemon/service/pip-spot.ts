// What the entering's own look at a directory means for advice: make one here, trust the one here, go elsewhere.

import type { Bytes } from "../core/bytes.ts";
import { basename, join } from "../core/path.ts";
import type { Spot } from "../core/pip/message-facts.ts";
import type { Sighting } from "../core/sighting.ts";
import type { Situation } from "./situation.ts";

type Whose = {
  readonly directory: Bytes;
  /** Who asks: only an owner can close what is open. */
  readonly uid: number;
};

/** What stands in the way of an environment in `directory`. */
export function spotOf(situation: Situation, whose: Whose): Spot {
  const { sighting } = situation;
  switch (sighting?.kind) {
    case undefined:
      return { kind: "free" };
    case "gone":
      return { kind: "unsearched" };
    case "none":
      return spotOfNothing(sighting);
    case "unusable":
      return spotOfUnusable(sighting, whose.directory);
    case "environment":
      return spotOfEnvironment(sighting, situation, whose);
  }
}

function spotOfNothing({ isSearched, open }: Extract<Sighting, { kind: "none" }>): Spot {
  if (open.length > 0) {
    return { kind: "free", open };
  }
  return { kind: isSearched ? "free" : "unsearched" };
}

function spotOfUnusable(
  { spot, why }: Extract<Sighting, { kind: "unusable" }>,
  directory: Bytes,
): Spot {
  switch (why.kind) {
    case "unknown-redirect":
      return { kind: "untrusted" };
    case "denied-redirect":
    case "unusable":
      return { kind: "unsearched" };
    case "odd":
    case "incomplete":
    case "not-ready":
    case "bad-redirect":
    case "legacy-name":
    case "gone":
      return occupied(spot, directory, { isKept: true });
  }
}

function spotOfEnvironment(
  { spot, facts }: Extract<Sighting, { kind: "environment" }>,
  { verdict }: Situation,
  { directory, uid }: Whose,
): Spot {
  const kind = facts.python === null ? "broken" : (verdict?.kind ?? "unknown");
  const path = spot.used ?? nearby(spot, directory);
  const spots: Partial<Readonly<Record<string, Spot>>> = {
    broken: occupied(spot, directory, { isKept: facts.environment.kind === "redirect" }),
    trusted: { kind: "left", environment: path },
    writable:
      verdict?.kind === "writable" && verdict.uid === uid && verdict.open.length > 0
        ? { kind: "writable", open: verdict.open }
        : { kind: "unsearched" },
    denied: { kind: "unsearched" },
    unusable: { kind: "unsearched" },
  };
  return spots[kind] ?? { kind: "untrusted" };
}

/** Into an environment that only others may write to nothing is installed by trusting or entering it. */
export function withoutClosed(
  spot: Spot,
  { sighting }: Situation,
  { directory }: Pick<Whose, "directory">,
): Spot {
  const isUsual = spot.kind === "untrusted" || spot.kind === "left";
  return isUsual && sighting?.kind === "environment"
    ? occupied(sighting.spot, directory, { isKept: true })
    : spot;
}

type VenvSpot = Extract<Sighting, { kind: "environment" }>["spot"];

function occupied(
  { project, root, name, used }: VenvSpot,
  directory: Bytes,
  { isKept }: { readonly isKept: boolean },
): Spot {
  // A new environment in the project takes the place of a used one that is gone.
  return used !== undefined
    ? { kind: "free" }
    : { kind: "occupied", name, project: root === directory ? directory : project, isKept };
}

/** As short as it can be typed in this directory. */
function nearby({ project, root, name }: VenvSpot, directory: Bytes): Bytes {
  const isHere = root === directory || project === directory;
  return isHere ? basename(name) : join(project, name);
}
