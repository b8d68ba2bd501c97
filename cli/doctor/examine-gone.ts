// What is trusted and has no effect: whether it is gone, or only not what its project has now.

import { asBytes, toText } from "../../daemon/core/bytes.ts";
import type { FileFact } from "../../daemon/core/facts.ts";
import { isSame } from "../../daemon/core/judge-trust.ts";
import { showPath } from "../../daemon/core/show-name.ts";
import type { Sighting } from "../../daemon/core/sighting.ts";
import type { Identity } from "../../daemon/core/trust-record.ts";
import { toPair, type Listed } from "../../daemon/io/trust-store.ts";
import { lookAtTrusted } from "../trust/find-gone.ts";
import { spell, type Desk } from "./desk.ts";
import type { Finding } from "./finding.ts";

type Trusted = Extract<Listed, { readonly kind: "trusted" }>;

export type Ineffective = {
  readonly trusted: Trusted;
  /** What stands in its project instead. */
  readonly instead: Sighting;
  /** All that was said of any environment. */
  readonly listed: readonly Listed[];
};

/** What is said of one of which nothing is left. */
export const notThere = "it is trusted, and is not there any more";

/** One that stands where it was trusted is nothing to mend, whatever its project uses. */
export async function examineGone(
  ineffective: Ineffective,
  desk: Desk,
): Promise<readonly Finding[]> {
  const { record } = ineffective.trusted;
  const what = await lookAtTrusted(record, desk.workspace).then(
    (fact) => judge(record.directory, fact),
    // A mount that does not answer says nothing of what is on it.
    () => null,
  );
  if (what === null) {
    return [];
  }
  const where = toText(showPath(record.named));
  const mend = spell(desk, ...planForgetting(ineffective).map(asBytes));
  return [{ id: "environment-gone", what, where, mend }];
}

function judge(identity: Identity, fact: FileFact | null): string | null {
  if (fact === null) {
    return notThere;
  }
  return isSame(identity, fact) ? null : "it is trusted, and something else stands there now";
}

/** Takes back this trust and no other: `forget` finds an environment by its path, else by its project. */
function planForgetting({ trusted, instead, listed }: Ineffective): readonly string[] {
  const { named, project } = trusted.record;
  const others = listed.filter((each) => each !== trusted).flatMap(toPair);
  const isBare = instead.kind === "none" || instead.kind === "gone";
  if (isBare && !others.some((other) => other.project === project)) {
    return ["pyguard", "forget", project];
  }
  return others.some((other) => other.environment === named)
    ? ["rm", "-f", "--", trusted.path]
    : ["pyguard", "forget", named];
}
