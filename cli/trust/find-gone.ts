// What is trusted, and is not there any more.

import type { FileFact } from "../../daemon/core/facts.ts";
import type { TrustRecord } from "../../daemon/core/trust-record.ts";
import { lstat } from "../../daemon/io/files.ts";
import type { Workspace } from "./workspace.ts";

/** What stands where one was trusted; null for nothing. Throws where its mount does not answer, which says nothing of it. */
export async function lookAtTrusted(
  { path }: TrustRecord,
  { ports }: Workspace,
): Promise<FileFact | null> {
  return (await ports.canonical(path)) === null ? null : lstat(path);
}

/** The records of those of which nothing is left, by name. */
export async function findGone(workspace: Workspace): Promise<readonly TrustRecord[]> {
  const gone: TrustRecord[] = [];
  for (const each of await workspace.store.list()) {
    if (each.kind === "trusted" && (await isGone(each.record, workspace))) {
      gone.push(each.record);
    }
  }
  return gone.toSorted((one, other) => (one.named < other.named ? -1 : 1));
}

async function isGone(record: TrustRecord, workspace: Workspace): Promise<boolean> {
  try {
    return (await lookAtTrusted(record, workspace)) === null;
  } catch {
    return false;
  }
}
