// /etc/pyguard/policy.toml, where an administrator says whose environments, and which directories, are everybody's to enter.

import { asBytes, fromText, type Bytes } from "./bytes.ts";
import { isWithin } from "./path.ts";
import { isNormal } from "./walk.ts";

export type Policy = {
  /** Accounts that are accepted as root is, and whose environments are entered unasked. */
  readonly owners: readonly number[];
  /** Directories below which environments are entered unasked. */
  readonly roots: readonly Bytes[];
};

export const noPolicy: Policy = { owners: [], roots: [] };

/** Takes the table that TOML gave; what is not understood says nothing. Never throws. */
export function parsePolicy(table: unknown, userId: (name: Bytes) => number | null): Policy {
  if (typeof table !== "object" || table === null) {
    return noPolicy;
  }
  const fields = new Map<string, unknown>(Object.entries(table));
  const owners = toList(fields.get("trusted_owners")).map((each) =>
    typeof each === "string" ? userId(fromText(each)) : each,
  );
  const roots = toList(fields.get("trusted_roots"))
    .filter((each) => typeof each === "string")
    .map(fromText)
    .filter((root) => isNormal(root) && root !== asBytes("/"));
  return { owners: owners.filter(isUid), roots };
}

/** Whether the policy speaks of an environment at this canonical path, with this owner. */
export function covers(policy: Policy, path: Bytes, { uid, account }: Owners): boolean {
  // What somebody cloned is theirs: being the account's own says nothing.
  const isOthers = uid !== account && policy.owners.includes(uid);
  return isOthers || policy.roots.some((root) => isWithin(path, root));
}

type Owners = { readonly uid: number; readonly account: number };

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** root needs no policy. */
function isUid(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
}
