// Every environment that is known, whose it is, and whether it still is what it was.

import type { Bytes } from "../core/bytes.ts";
import { cut } from "../core/cut.ts";
import { judgeTrust, type Verdict } from "../core/judge-trust.ts";
import type { Sighting, Spot } from "../core/sighting.ts";
import type { Ports } from "./ports.ts";

export type Known = {
  readonly environment: Bytes;
  readonly project: Bytes;
  /** Taken by `pyguard use`: it lives elsewhere. */
  readonly isUsed: boolean;
};

export type State =
  | "good"
  /** Its directory or its project is not there. */
  | "gone"
  /** Its Python is not there. */
  | "broken"
  /** It is not what was trusted. */
  | "changed"
  /** Others own it, or can write to it. */
  | "open"
  | "refused"
  /** The project has another one now. */
  | "left"
  /** Its file system does not answer. */
  | "unseen";

export type Environment = Known & {
  readonly state: State;
  /** Such as 3.12.1; empty where nothing tells. */
  readonly version: Bytes | "";
  /** What stands in its project now; null where nothing can be seen. */
  readonly spot: Spot | null;
};

/** So many are looked at together: more would only wait for each other. */
const together = 16;

/** In the order given. */
export async function listEnvironments(
  known: readonly Known[],
  ports: Ports,
): Promise<readonly Environment[]> {
  const listed: Environment[] = [];
  for (const some of cut(known, together)) {
    listed.push(...(await Promise.all(some.map((one) => look(one, ports)))));
  }
  return listed;
}

async function look(known: Known, ports: Ports): Promise<Environment> {
  try {
    const { sighting } = await ports.look(known.project, { mayFollow: false });
    const spot = "spot" in sighting ? sighting.spot : null;
    return { ...known, ...judge(sighting, known, ports), spot };
  } catch {
    return { ...known, state: "unseen", version: "", spot: null };
  }
}

type Judged = Pick<Environment, "state" | "version">;

function judge(sighting: Sighting, { environment }: Known, { account }: Ports): Judged {
  if (sighting.kind !== "environment") {
    const used = sighting.kind === "unusable" ? sighting.spot.used : undefined;
    const isLeft = used !== undefined && used !== environment;
    return { state: isLeft ? "left" : judgeNone(sighting), version: "" };
  }
  const { facts, recollection } = sighting;
  const { version } = facts.environment;
  if (facts.environment.path !== environment && facts.named !== environment) {
    return { state: "left", version: "" };
  }
  return { state: verdicts[judgeTrust(facts, recollection, account).kind], version };
}

function judgeNone(sighting: Exclude<Sighting, { readonly kind: "environment" }>): State {
  if (sighting.kind !== "unusable") {
    return "gone";
  }
  const states: Partial<Readonly<Record<typeof sighting.why.kind, State>>> = {
    gone: "gone",
    "denied-redirect": "refused",
    "unknown-redirect": "changed",
  };
  return states[sighting.why.kind] ?? "broken";
}

const verdicts = {
  trusted: "good",
  broken: "broken",
  denied: "refused",
  foreign: "open",
  writable: "open",
  unusable: "changed",
  unknown: "changed",
  unreadable: "changed",
  changed: "changed",
  shadowed: "changed",
} as const satisfies Readonly<Record<Verdict["kind"], State>>;
