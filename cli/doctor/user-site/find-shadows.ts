// The same package twice, of which a Python takes the one that it finds first.

import { toText } from "../../../daemon/core/bytes.ts";
import type { Desk } from "../desk.ts";
import type { Finding } from "../finding.ts";
import type { Group, Python } from "./ask-pythons.ts";
import { showPackage, type Library, type Package } from "./library.ts";
import { spellRemoval } from "./spell-removal.ts";

/** One finding for each copy in another directory of packages. */
export async function findShadows(group: Group, desk: Desk): Promise<readonly Finding[]> {
  const { user, pythons } = group;
  const findings: Finding[] = [];
  const told = new Set<string>();
  for (const python of pythons) {
    for (const { library, place } of python.others) {
      for (const mine of user.packages) {
        const theirs = library.packages.find(({ name }) => name === mine.name);
        if (theirs !== undefined && !told.has(theirs.info)) {
          told.add(theirs.info);
          const isMine = python.place < place;
          const order = { mine, theirs, library, isMine, python };
          findings.push(await shadow(order, group, desk));
        }
      }
    }
  }
  return findings;
}

type Shadow = {
  readonly mine: Package;
  readonly theirs: Package;
  readonly library: Library;
  readonly isMine: boolean;
  readonly python: Python;
};

async function shadow(
  { mine, theirs, library, isMine, python }: Shadow,
  group: Group,
  desk: Desk,
): Promise<Finding> {
  const what = isMine
    ? `your own ${showPackage(mine)} hides the ${showPackage(theirs)} of ${toText(python.program)}`
    : `your own ${showPackage(mine)} is hidden by the ${showPackage(theirs)} of ${toText(python.program)}`;
  return {
    id: "user-site-shadows",
    what,
    where: `${toText(group.user.directory)} and ${toText(library.directory)}`,
    mend: await spellRemoval([mine], { ...group, pythons: [python, ...group.pythons] }, desk),
    names: [mine.name],
  };
}
