// What a shell saw becomes trust here, silently, or nothing: an environment it saw being made, one it activated.

import type { Bytes } from "../core/bytes.ts";
import { judgeEvidence, type EvidenceFacts } from "../core/judge-consent.ts";
import { parent } from "../core/path.ts";
import { judgeTrust } from "../core/judge-trust.ts";
import type { Sighting } from "../core/sighting.ts";
import type { TrustRecord } from "../core/trust-record.ts";
import type { Question } from "../wire/question.ts";
import type { Ports } from "./ports.ts";

/** Directories where pyguard itself looked and saw no environment, the latest ones. */
export interface Bare {
  note: (directory: Bytes, sighting: Sighting | null) => void;
  has: (directory: Bytes) => boolean;
}

const bareLimit = 4096;

/** At most 4096; then it begins anew, and evidence counts for less. */
export function createBare(): Bare {
  const directories = new Set<Bytes>();
  return {
    has: (directory) => directories.has(directory),
    note: (directory, sighting) => {
      if (sighting?.kind === "none" && sighting.isSearched) {
        if (directories.size >= bareLimit) {
          directories.clear();
        }
        directories.add(directory);
      }
    },
  };
}

/** Never fails: evidence that cannot be judged is none. */
export async function considerEvidence(
  question: Question,
  ports: Ports,
  bare: Bare,
): Promise<void> {
  const claim = readClaim(question);
  if (claim === null || !question.flags.interactive || question.shell === "cli") {
    return;
  }
  try {
    await consider(question, claim, { ports, bare });
  } catch {
    // A mount that does not answer: the next thing that the shell sees may do.
  }
}

type Claim = Pick<EvidenceFacts, "how"> & {
  /** The directory that holds `.venv`. */
  readonly project: Bytes;
  /** The environment that is meant, or null for whatever stands there. */
  readonly environment: Bytes | null;
};

function readClaim({ evidence }: Question): Claim | null {
  switch (evidence.kind) {
    case "none":
      return null;
    case "born":
      return { how: "witnessed", project: evidence.directory, environment: null };
    case "activated": {
      const { environment } = evidence;
      return { how: "activated", project: parent(environment), environment };
    }
  }
}

type Judging = { readonly ports: Ports; readonly bare: Bare };

async function consider(
  { flags, pid }: Question,
  claim: Claim,
  { ports, bare }: Judging,
): Promise<void> {
  const { sighting } = await ports.look(claim.project, { mayFollow: true });
  if (sighting.kind !== "environment" || !(await isMeant(sighting, claim, ports))) {
    return;
  }
  const { facts, recollection } = sighting;
  const { path, project } = facts.environment;
  if (recollection.kind === "denied" || isTrusted(sighting, ports)) {
    return;
  }
  const evidence: EvidenceFacts = {
    how: claim.how,
    isInteractive: flags.interactive,
    isEditor: flags.editor,
    sawNone: bare.has(claim.project) || bare.has(project),
    isTracked: await ports.isTracked(path),
  };
  const verdict = judgeEvidence(facts, ports.account, { evidence, when: ports.now() });
  if (verdict.kind === "grant") {
    await grant(pid, verdict.record, ports);
  } else if (verdict.kind === "session") {
    await ports.sessions.remember(pid, verdict.record);
  }
}

/** Where nothing can be kept for good, on a disk that is full or read-only, it holds for the session. */
async function grant(pid: number, record: TrustRecord, ports: Ports): Promise<void> {
  try {
    await ports.trust.grant(record);
  } catch {
    await ports.sessions.remember(pid, record);
  }
}

type Seen = Extract<Sighting, { readonly kind: "environment" }>;

/** The one in that very directory, and the one that was activated. */
async function isMeant({ spot, facts }: Seen, claim: Claim, ports: Ports): Promise<boolean> {
  // What was made or activated here is not the environment elsewhere that is used instead.
  if (spot.root !== claim.project || spot.used !== undefined) {
    return false;
  }
  return (
    claim.environment === null ||
    (await ports.canonical(claim.environment)) === facts.environment.path
  );
}

function isTrusted({ facts, recollection }: Seen, { account }: Ports): boolean {
  return judgeTrust(facts, recollection, account).kind === "trusted";
}
