// Whether something that pyguard keeps can be believed: nobody but the account may have written it.

import type { Account, FileFact } from "./facts.ts";

/** Why it cannot, to stand behind its path; null where it can. */
export function complainAboutKept(
  fact: FileFact,
  type: "file" | "directory",
  { uid }: Pick<Account, "uid">,
): string | null {
  if (fact.type !== type) {
    return `is no ${type}`;
  }
  if (fact.uid !== uid) {
    return "belongs to somebody else";
  }
  return (fact.mode & 0o022) === 0 ? null : "can be written by others";
}
