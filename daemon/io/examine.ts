// From a `.venv` to the environment it is or names. What a project names is touched only once it is trusted.

import type { Bytes } from "../core/bytes.ts";
import type { Candidate } from "../core/discover.ts";
import type { Account } from "../core/facts.ts";
import type { Policy } from "../core/parse-policy.ts";
import type { Recollection } from "../core/judge-trust.ts";
import { isUsable, join } from "../core/path.ts";
import type { Sighting, Spot, Unusable } from "../core/sighting.ts";
import type { Pair } from "../core/trust-record.ts";
import { examineDirectory } from "./examine-directory.ts";
import { readTarget, targetOf } from "./target.ts";
import type { World } from "./world.ts";

export type Examiner = {
  readonly world: World;
  readonly recall: (pair: Pair, world: World) => Promise<Recollection>;
  /** Whoever asks says that what a redirect names may be looked at: `pyguard trust`. */
  readonly mayFollow: boolean;
  readonly account: Account;
  readonly policy: Policy;
  readonly boot: string;
};

/** Everything the judgement asks about the name that ended the search. */
export async function examine(candidate: Candidate, examiner: Examiner): Promise<Sighting> {
  const { level, name, used } = candidate;
  const own = { project: level.canonical, root: level.logical, name };
  const spot: Spot = used === undefined ? own : { ...own, used };
  if (!isUsable(spot.project) || !isUsable(spot.root)) {
    return unusable(spot, { kind: "unusable" });
  }
  const target =
    used === undefined
      ? await readTarget(examiner.world, join(spot.project, name), candidate.fact)
      : targetOf(used);
  if (target.kind === "unusable") {
    return unusable(spot, target.why);
  }
  const pair = { environment: target.path, project: spot.project };
  const recollection = await examiner.recall(pair, examiner.world);
  if (target.kind === "directory") {
    return examineDirectory({ spot, target, recollection, path: target.path }, examiner);
  }
  if (recollection.kind !== "record" && !examiner.mayFollow) {
    return unusable(spot, unfollowed(recollection, target.path));
  }
  const path = await examiner.world.realpath(target.path);
  return path === null
    ? unusable(spot, { kind: "gone", target: target.path })
    : examineDirectory({ spot, target, recollection, path }, examiner);
}

function unfollowed(recollection: Recollection, target: Bytes): Unusable {
  return recollection.kind === "denied"
    ? { kind: "denied-redirect" }
    : { kind: "unknown-redirect", target };
}

function unusable(spot: Spot, why: Unusable): Sighting {
  return { kind: "unusable", spot, why };
}
