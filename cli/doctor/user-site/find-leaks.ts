// Packages that only the account itself has.

import { toText } from "../../../daemon/core/bytes.ts";
import type { Desk } from "../desk.ts";
import type { Finding } from "../finding.ts";
import type { Group } from "./ask-pythons.ts";
import { showPackage } from "./library.ts";
import { spellRemoval } from "./spell-removal.ts";

/** What is only the account's works now, and nowhere else. */
export async function findLeaks(group: Group, desk: Desk): Promise<readonly Finding[]> {
  const { user, pythons, program } = group;
  const theirs = new Set(
    pythons.flatMap(({ others }) =>
      others.flatMap(({ library }) => library.packages.map(({ name }) => name)),
    ),
  );
  const leaking = user.packages.filter(({ name }) => !theirs.has(name));
  if (leaking.length === 0) {
    return [];
  }
  const shown = leaking.slice(0, 8).map(showPackage).join(", ");
  const more = leaking.length > 8 ? ` and ${leaking.length - 8} more` : "";
  return [
    {
      id: "user-site-leaks",
      what: `every ${program} sees your own ${shown}${more}: what needs them works here, and not for others or in CI`,
      where: toText(user.directory),
      mend: await spellRemoval(leaking, group, desk),
      names: leaking.map(({ name }) => name),
    },
  ];
}
