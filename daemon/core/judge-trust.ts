// Whether an environment may be entered. The only place that makes a `Trusted<Environment>`.

import type { Bytes } from "./bytes.ts";
import type { Environment, Trusted } from "./environment.ts";
import type { Account, Component, FileFact, MountFacts } from "./facts.ts";
import { judgeOwnership, type Ownership } from "./ownership.ts";
import { isUsable, isWithin, parent } from "./path.ts";
import type { Identity, TrustRecord } from "./trust-record.ts";

/** What the store says about one environment of one project. */
export type Recollection =
  | { readonly kind: "none" }
  | { readonly kind: "denied" }
  | { readonly kind: "record"; readonly record: TrustRecord }
  | Unbelieved;

/** A record is there and cannot be believed: damaged, or somebody else's; or nothing where it is kept can be. */
export type Unbelieved = {
  readonly kind: "unreadable";
  /** The record's file, or the directory of them all. */
  readonly path: Bytes;
  /** To stand behind the path. */
  readonly why: string;
  /** To trust anew makes a file anew; a directory is closed, where it is the account's, or looked at. */
  readonly remedy: "trust" | "close" | "look";
};

/** Where `bin/python` leads, and who owns the way there. */
export type PythonFacts = { readonly path: Bytes; readonly chain: readonly Component[] };

/** What the machine's policy says about it. */
export type PolicyFacts = {
  /** Accepted as root is. */
  readonly owners: readonly number[];
  /** It is to be entered unasked. */
  readonly isCovering: boolean;
};

export type TrustFacts = {
  readonly environment: Environment;
  /** The environment as the project names it: by spelling alone. */
  readonly named: Bytes;
  /** Root first, down to the environment, then its `bin` and `pyvenv.cfg`. */
  readonly chain: readonly Component[];
  readonly directory: FileFact;
  readonly bin: FileFact;
  readonly cfgDigest: string;
  /** Empty for a directory. */
  readonly redirectDigest: string;
  /** Null where it leads nowhere. */
  readonly python: PythonFacts | null;
  readonly shadows: readonly string[];
  /** git tracks something below it, so that others can change it; looked at only where that would count. */
  readonly isTracked: boolean;
  readonly mount: MountFacts;
  readonly boot: string;
  readonly policy: PolicyFacts;
};

export type Change =
  | "directory"
  | "bin"
  | "pyvenv.cfg"
  | "redirect"
  | "python"
  | "boot"
  | "owner"
  | "tracked";

export type Verdict =
  | { readonly kind: "trusted"; readonly environment: Trusted<Environment> }
  | { readonly kind: "unusable" }
  | { readonly kind: "denied" }
  | { readonly kind: "unknown" }
  | Unbelieved
  | Exclude<Ownership, { readonly kind: "mine" }>
  | { readonly kind: "changed"; readonly what: Change }
  | { readonly kind: "shadowed"; readonly names: readonly string[] }
  | { readonly kind: "broken" };

const nothingAccepted: Pick<TrustRecord, "owners" | "shadows"> = { owners: [], shadows: [] };

/** Ownership is necessary and never sufficient: a clone belongs to whoever cloned it. */
export function judgeTrust(
  facts: TrustFacts,
  recollection: Recollection,
  account: Account,
): Verdict {
  if (!isUsable(facts.environment.path) || !isUsable(facts.environment.root)) {
    return { kind: "unusable" };
  }
  if (recollection.kind === "denied") {
    return recollection;
  }
  const accepted = recollection.kind === "record" ? recollection.record : nothingAccepted;
  const owned = judgeOwners(facts, account, accepted.owners);
  if (owned.kind !== "mine") {
    return owned;
  }
  return facts.policy.isCovering
    ? judgeRunning(facts, accepted.shadows)
    : judgeRecollection(facts, recollection, account);
}

function judgeRecollection(
  facts: TrustFacts,
  recollection: Exclude<Recollection, { readonly kind: "denied" }>,
  account: Account,
): Verdict {
  switch (recollection.kind) {
    case "none":
      return { kind: "unknown" };
    case "unreadable":
      return recollection;
    case "record":
      return compare(facts, recollection.record, account);
  }
}

/** Who else could change the environment, or the Python it runs. */
export function judgeOwners(
  facts: TrustFacts,
  account: Account,
  accepted: readonly number[],
): Ownership {
  const { isModeBlind } = facts.mount;
  const owners = [...accepted, ...facts.policy.owners];
  const own = judgeOwnership(facts.chain, account, {
    owners,
    isModeBlind,
    ancestorsOf:
      facts.environment.kind === "directory"
        ? facts.environment.project
        : parent(facts.environment.path),
  });
  if (own.kind !== "mine" || facts.python === null) {
    return own;
  }
  const ancestorsOf = parent(facts.python.path);
  return judgeOwnership(facts.python.chain, account, { owners, isModeBlind, ancestorsOf });
}

function compare(facts: TrustFacts, record: TrustRecord, account: Account): Verdict {
  const what = findChange(facts, record, account);
  if (what !== null) {
    return { kind: "changed", what };
  }
  return judgeRunning(facts, record.shadows);
}

function judgeRunning(facts: TrustFacts, accepted: readonly string[]): Verdict {
  const names = facts.shadows.filter((name) => !accepted.includes(name));
  if (names.length > 0) {
    return { kind: "shadowed", names };
  }
  if (facts.python === null) {
    return { kind: "broken" };
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place that mints the brand
  return { kind: "trusted", environment: facts.environment as Trusted<Environment> };
}

function findChange(facts: TrustFacts, record: TrustRecord, account: Account): Change | null {
  const { environment } = facts;
  if (record.uid !== account.uid) {
    return "owner";
  }
  if (record.path !== environment.path || record.project !== environment.project) {
    return "directory";
  }
  const checks: readonly (readonly [boolean, Change])[] = [
    [record.boot === "" || record.boot === facts.boot, "boot"],
    [isSame(record.directory, facts.directory), "directory"],
    [isSame(record.bin, facts.bin), "bin"],
    [record.cfg === facts.cfgDigest, "pyvenv.cfg"],
    [record.redirect === facts.redirectDigest, "redirect"],
    [leadsWhereItDid(facts, record), "python"],
    [record.how === "explicit" || !facts.isTracked, "tracked"],
  ];
  return checks.find(([isFine]) => !isFine)?.[1] ?? null;
}

/** An upgrade moves the interpreter; one that now lies in the project was put there by it. */
function leadsWhereItDid({ python, environment }: TrustFacts, record: TrustRecord): boolean {
  if (python === null || python.path === record.python) {
    return true;
  }
  return !isWithin(python.path, environment.project) && !isWithin(python.path, environment.path);
}

/** What a record keeps of a file to recognise it by. */
export function toIdentity(fact: FileFact): Identity {
  return { inode: String(fact.inode), birth: String(fact.birth) };
}

/** Whether it is the very file that was recorded. */
export function isSame(identity: Identity, fact: FileFact): boolean {
  return identity.inode === String(fact.inode) && identity.birth === String(fact.birth);
}
