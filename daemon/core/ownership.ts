// Who else could change what a path leads to: OpenSSH's safe_path walk with zsh's user-private-group rule.

import type { Bytes } from "./bytes.ts";
import type { Account, Component, FileFact } from "./facts.ts";

export type Ownership =
  | { readonly kind: "mine" }
  | { readonly kind: "foreign"; readonly path: Bytes; readonly uid: number }
  | {
      readonly kind: "writable";
      readonly path: Bytes;
      readonly by: "group" | "others";
      readonly uid: number;
      readonly gid: number;
      /** All that others can write to, where the account owns it all: one `chmod` closes them. */
      readonly open: readonly Bytes[];
    };

export type OwnershipRules = {
  /** Owners that the account accepted by name. */
  readonly owners: readonly number[];
  /** Directories that others may write to if their sticky bit keeps them from renaming: ancestors only. */
  readonly ancestorsOf: Bytes;
  readonly isModeBlind: boolean;
};

const mine: Ownership = { kind: "mine" };

/** The first component, root first, that somebody else owns or could write to. */
export function judgeOwnership(
  chain: readonly Component[],
  account: Account,
  rules: OwnershipRules,
): Ownership {
  const verdicts = chain.map((component) => {
    const isAncestor = component.path !== rules.ancestorsOf && !isBelow(component, rules);
    return judgeComponent(component, account, { ...rules, isStickyFine: isAncestor });
  });
  const first = verdicts.find(({ kind }) => kind !== "mine") ?? mine;
  return first.kind === "writable" ? { ...first, open: findClosable(verdicts) } : first;
}

function findClosable(verdicts: readonly Ownership[]): readonly Bytes[] {
  const writable = verdicts.filter((verdict) => verdict.kind === "writable");
  const isOwn = writable.every(({ open }) => open.length > 0);
  return isOwn ? [...new Set(writable.map(({ path }) => path))] : [];
}

type ComponentRules = Pick<OwnershipRules, "owners" | "isModeBlind"> & {
  readonly isStickyFine: boolean;
};

/** One component by itself. A link's own mode means nothing; whoever may replace it owns or writes its directory. */
export function judgeComponent(
  { path, fact }: Component,
  account: Account,
  rules: ComponentRules,
): Ownership {
  if (!isAcceptedOwner(fact.uid, account, rules.owners)) {
    return { kind: "foreign", path, uid: fact.uid };
  }
  if (fact.type === "link" || rules.isModeBlind || (rules.isStickyFine && isSticky(fact))) {
    return mine;
  }
  const by = writableBy(fact, account);
  const open = fact.uid === account.uid ? [path] : [];
  return by === null ? mine : { kind: "writable", path, by, uid: fact.uid, gid: fact.gid, open };
}

/** root accepts only what root owns: no record makes an exception for it. */
function isAcceptedOwner(uid: number, account: Account, owners: readonly number[]): boolean {
  return uid === 0 || uid === account.uid || (account.uid !== 0 && owners.includes(uid));
}

function isSticky(fact: FileFact): boolean {
  return fact.type === "directory" && (fact.mode & 0o1000) !== 0;
}

function writableBy(fact: FileFact, account: Account): "group" | "others" | null {
  if ((fact.mode & 0o002) !== 0) {
    return "others";
  }
  const isPrivate = account.hasPrivateGroup && fact.gid === account.gid;
  return (fact.mode & 0o020) !== 0 && !isPrivate ? "group" : null;
}

function isBelow(component: Component, rules: OwnershipRules): boolean {
  return component.path.startsWith(`${rules.ancestorsOf}/`);
}
