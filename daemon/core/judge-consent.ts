// Whether what somebody said or did is enough to write a record of trust, and what the record then holds.

import type { Bytes } from "./bytes.ts";
import type { Account, MountFacts } from "./facts.ts";
import { judgeOwners, toIdentity, type TrustFacts } from "./judge-trust.ts";
import type { Ownership } from "./ownership.ts";
import { isUsable } from "./path.ts";
import type { Consent, TrustRecord } from "./trust-record.ts";

/** What a shell saw happen, and the circumstances that decide whether that is consent. */
export type EvidenceFacts = {
  /** `witnessed`: there was no environment before a creating command; `activated`: typed in this shell. */
  readonly how: "witnessed" | "activated";
  readonly isInteractive: boolean;
  /** An editor's terminal: the editor may have typed it. */
  readonly isEditor: boolean;
  /** pyguard itself had looked here before and there was no environment. */
  readonly sawNone: boolean;
  /** git tracks something below it: it came with a clone or a pull. Null where that could not be read. */
  readonly isTracked: boolean | null;
};

export type ConsentVerdict =
  | { readonly kind: "grant"; readonly record: TrustRecord }
  | { readonly kind: "unusable" }
  | { readonly kind: "broken" }
  /** Not enough; nothing is said, because nobody asked. */
  | { readonly kind: "not-enough" }
  | Exclude<Ownership, { readonly kind: "mine" }>;

/** `pyguard trust` and `pyguard venv`: foreign owners and core command names are accepted, and named in the record. */
export function judgeExplicit(
  facts: TrustFacts,
  account: Account,
  consent: { readonly how: Consent; readonly when: number },
): ConsentVerdict {
  const { python } = facts;
  if (!isUsable(facts.environment.path) || !isUsable(facts.environment.root)) {
    return { kind: "unusable" };
  }
  const owners = ownersOf(facts, account);
  const owned = judgeOwners(facts, account, owners);
  if (owned.kind !== "mine") {
    return owned;
  }
  if (python === null) {
    return { kind: "broken" };
  }
  const record = toRecord({ ...facts, python }, account, consent);
  return { kind: "grant", record: { ...record, owners, shadows: facts.shadows } };
}

/** Enough for the shell that saw it and not for good: an editor may have typed it. */
export type EvidenceVerdict =
  | ConsentVerdict
  | { readonly kind: "session"; readonly record: TrustRecord };

/** What the shell saw: honest users are never asked, and nothing that came with a folder passes. */
export function judgeEvidence(
  facts: TrustFacts,
  account: Account,
  { evidence, when }: { readonly evidence: EvidenceFacts; readonly when: number },
): EvidenceVerdict {
  if (!isEnough(facts, evidence)) {
    return { kind: "not-enough" };
  }
  // Whoever owns the interpreter was trusted when it was run to make the environment, or is run by it.
  const owners = foreignOwners(facts.python?.chain ?? [], account);
  const own = judgeOwners({ ...facts, python: null }, account, []);
  const verdict = judgeExplicit(facts, account, { how: evidence.how, when });
  if (own.kind !== "mine" || verdict.kind !== "grant") {
    return { kind: "not-enough" };
  }
  const kind = isForGood(evidence) ? "grant" : "session";
  return { kind, record: { ...verdict.record, owners } };
}

function isForGood({ how, isEditor, sawNone }: EvidenceFacts): boolean {
  return how === "witnessed" || !isEditor || sawNone;
}

function isEnough({ environment, shadows, mount }: TrustFacts, evidence: EvidenceFacts): boolean {
  const isPlain = environment.kind === "directory" && shadows.length === 0 && !mount.isRemovable;
  const isSeen = evidence.isInteractive && evidence.isTracked === false;
  if (!isPlain || !isSeen) {
    return false;
  }
  switch (evidence.how) {
    case "witnessed":
      return isProving(mount);
    case "activated":
      return true;
  }
}

/** Owners and modes mean something there, or the account's own rc file lies there too. */
function isProving(mount: MountFacts): boolean {
  return mount.holdsHome || !(mount.isRemote || mount.isModeBlind);
}

function ownersOf(facts: TrustFacts, account: Account): readonly number[] {
  return foreignOwners([...facts.chain, ...(facts.python?.chain ?? [])], account);
}

function foreignOwners(chain: TrustFacts["chain"], account: Account): readonly number[] {
  const uids = chain.map(({ fact }) => fact.uid).filter((uid) => uid !== 0 && uid !== account.uid);
  return [...new Set(uids)].toSorted((a, b) => a - b);
}

type Runnable = TrustFacts & { readonly python: { readonly path: Bytes } };

function toRecord(
  facts: Runnable,
  account: Account,
  { how, when }: { readonly how: Consent; readonly when: number },
): TrustRecord {
  return {
    named: facts.named,
    path: facts.environment.path,
    project: facts.environment.project,
    uid: account.uid,
    directory: toIdentity(facts.directory),
    bin: toIdentity(facts.bin),
    cfg: facts.cfgDigest,
    python: facts.python.path,
    redirect: facts.redirectDigest,
    owners: [],
    shadows: [],
    how,
    when,
    boot: facts.mount.isRemovable ? facts.boot : "",
  };
}
