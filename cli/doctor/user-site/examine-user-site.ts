// What the account's own packages do to every Python of their version.

import { asBytes, toText } from "../../../daemon/core/bytes.ts";
import { spell, type Desk } from "../desk.ts";
import type { Finding } from "../finding.ts";
import type { Group } from "./ask-pythons.ts";
import { findClashes } from "./find-clashes.ts";
import { findCode } from "./find-code.ts";
import { findLeaks } from "./find-leaks.ts";
import { findShadows } from "./find-shadows.ts";

/** In the order in which it matters: what breaks something now comes first. */
export async function examineGroup(group: Group, desk: Desk): Promise<readonly Finding[]> {
  if (group.found === 0) {
    return [dead(group, desk)];
  }
  const seeing = group.pythons.filter(({ place }) => place >= 0);
  if (seeing.length === 0) {
    return [];
  }
  const own = { ...group, pythons: seeing };
  return [
    ...(await findShadows(own, desk)),
    ...(await findClashes(own, desk)),
    ...(await findLeaks(own, desk)),
    ...(await findCode(own, desk)),
  ];
}

function dead({ user, program }: Group, desk: Desk): Finding {
  return {
    id: "user-site-dead",
    what: `packages of your own for ${program}, and no such Python is here any more`,
    where: toText(user.directory),
    mend: spell(desk, ...["rm", "-r", "--"].map(asBytes), user.directory),
    names: user.packages.map(({ name }) => name),
  };
}
