// Where many that were trusted are gone, one line takes back all of it.

import { asBytes, toText } from "../../daemon/core/bytes.ts";
import { stateDirectory } from "../../daemon/core/own-directories.ts";
import { join } from "../../daemon/core/path.ts";
import { spell, type Desk } from "./desk.ts";
import { notThere } from "./examine-gone.ts";
import type { Finding } from "./finding.ts";

/** So many would hide what else was found. */
const fewest = 4;

/** Puts one finding in the place of the first of many. */
export function gatherGone(findings: readonly Finding[], desk: Desk): readonly Finding[] {
  const gone = findings.filter(isGone);
  if (gone.length < fewest) {
    return findings;
  }
  const all: Finding = {
    id: "environment-gone",
    what: `${gone.length} environments are trusted, and are not there any more`,
    where: toText(join(stateDirectory(desk.context), "trust")),
    mend: spell(desk, ...["pyguard", "forget", "--gone"].map(asBytes)),
    note: "what is on a disk that is not mounted now counts as gone, too; `pyguard list` shows which they are",
  };
  return findings.flatMap((each) => (each === gone[0] ? [all] : isGone(each) ? [] : [each]));
}

function isGone({ id, what }: Finding): boolean {
  return id === "environment-gone" && what === notThere;
}
