// Exactly one daemon serves: it owns the highest number, and a number once given is never taken away.
// A lock would have to be broken when its owner died, in two steps with room for another between them.

import { lstatSync, readdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseBreaker, parseClaim, parseWitness, renderClaim } from "../wire/names.ts";
import { isAlive, type Life } from "./process-life.ts";
import { compareVersions } from "./version.ts";

/** Who made a claim; in the link's target, because a full disk still takes links and no content. */
export type Owner = Life & { readonly random: string; readonly version: string };

export type Claimed =
  | { readonly kind: "claimed"; readonly generation: number }
  | { readonly kind: "left"; readonly reason: string };

export type Claimant = {
  readonly owner: Owner;
  /** Started by hand: may replace one that does not answer at once. */
  readonly isForced: boolean;
  /** Whether the one that has published itself answers, tried long enough to be sure that it does not. */
  readonly answers: () => Promise<boolean>;
};

/** A claim without a witness is given this long to come to one. */
const startingMs = 3000;
/** A breaker this many minutes old: a daemon that lives takes it back within a second. */
const muteMinutes = 2;

/** Takes the next number, or says why somebody else is to serve. */
export async function claim(directory: string, claimant: Claimant): Promise<Claimed> {
  const names = readdirSync(directory);
  const highest = highestClaim(names);
  const reason = await judgeHighest({ directory, names, highest }, claimant);
  if (reason !== null) {
    return { kind: "left", reason };
  }
  const generation = highest + 1;
  if (!take(directory, generation, claimant.owner)) {
    return { kind: "left", reason: "another was first" };
  }
  return isHighest(directory, generation, claimant.owner)
    ? { kind: "claimed", generation }
    : { kind: "left", reason: "a later one was faster" };
}

type Seen = {
  readonly directory: string;
  readonly names: readonly string[];
  readonly highest: number;
};

/** Why the owner of the highest number keeps it; null when it may be superseded. */
async function judgeHighest(seen: Seen, claimant: Claimant): Promise<string | null> {
  const owner = readOwner(seen.directory, seen.highest);
  if (owner === null || !isAlive(owner)) {
    return null;
  }
  if (!seen.names.some((name) => parseWitness(name)?.generation === seen.highest)) {
    return isYoung(seen, claimant.owner.random) ? "another is starting" : null;
  }
  if (compareVersions(claimant.owner.version, owner.version) > 0) {
    return null;
  }
  if (owner.start !== "0" && !claimant.isForced && !isLongMute(seen.names)) {
    return "another serves";
  }
  return (await claimant.answers()) ? "another serves" : null;
}

function isLongMute(names: readonly string[]): boolean {
  const minute = Math.floor(Date.now() / 60_000);
  return names.some((name) => {
    const breaker = parseBreaker(name);
    return breaker?.kind === "mute" && Math.abs(minute - breaker.bucket) >= muteMinutes;
  });
}

/** Compared with a name made now and not with the clock, which may have been set meanwhile. */
function isYoung(seen: Seen, random: string): boolean {
  const probe = join(seen.directory, `t.${random}`);
  writeFileSync(probe, "", { mode: 0o600 });
  const now = lstatSync(probe).ctimeMs;
  rmSync(probe, { force: true });
  const claimed = lstatSync(join(seen.directory, renderClaim(seen.highest)), {
    throwIfNoEntry: false,
  });
  return claimed !== undefined && now - claimed.ctimeMs < startingMs;
}

function take(directory: string, generation: number, owner: Owner): boolean {
  const path = join(directory, renderClaim(generation));
  try {
    symlinkSync(renderOwner(owner), path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) {
      throw error;
    }
  }
  // Read back also after EEXIST: over some file systems a link that was made is reported as already there.
  return isMine(directory, generation, owner);
}

/** Whether the number is the highest and still ours: only then may its owner serve. */
export function isHighest(directory: string, generation: number, owner: Owner): boolean {
  return (
    highestClaim(readdirSync(directory)) === generation && isMine(directory, generation, owner)
  );
}

/** The highest number among names, 0 when there is none. */
export function highestClaim(names: readonly string[]): number {
  return Math.max(0, ...names.map((name) => parseClaim(name) ?? 0));
}

/** Who owns a number; null when nobody does. */
export function readOwner(directory: string, generation: number): Owner | null {
  try {
    const target = readlinkSync(join(directory, renderClaim(generation)));
    const match = /^(\d+)\.(\d+)\.(\w+)\.(.*)$/.exec(target);
    return match === null
      ? null
      : {
          pid: Number(match[1]),
          start: match[2] ?? "",
          random: match[3] ?? "",
          version: match[4] ?? "",
        };
  } catch {
    return null;
  }
}

/** Whether this owner and no other has the number. */
export function isMine(directory: string, generation: number, owner: Owner): boolean {
  const read = readOwner(directory, generation);
  return read !== null && renderOwner(read) === renderOwner(owner);
}

function renderOwner(owner: Owner): string {
  return `${owner.pid}.${owner.start}.${owner.random}.${owner.version}`;
}
