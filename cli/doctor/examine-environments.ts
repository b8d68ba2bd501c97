// The environments that are trusted, and the one here: broken, gone, moved, behind their Python, unfit for the project.

import { asBytes, toText, type Bytes } from "../../daemon/core/bytes.ts";
import { closing } from "../../daemon/core/closing.ts";
import { cut } from "../../daemon/core/cut.ts";
import { showPath } from "../../daemon/core/show-name.ts";
import { isBroken, pairIn, type Spot } from "../../daemon/core/sighting.ts";
import { explainWhyNot } from "../../daemon/core/words-for-trust.ts";
import type { Listed } from "../../daemon/io/trust-store.ts";
import { situate, type Situation } from "../../daemon/service/situation.ts";
import { renew } from "../renew.ts";
import { spell, type Desk } from "./desk.ts";
import { examineGone } from "./examine-gone.ts";
import type { Finding } from "./finding.ts";
import { gatherGone } from "./gather-gone.ts";
import { inspectEnvironment } from "./inspect-environment.ts";

/** So many are looked at together: half of the time goes by in waiting for files. Each may have its Python run. */
const together = 8;

/** By record, in the order of the records; last, the one that stands here and that nobody trusted. */
export async function examineEnvironments(
  listed: readonly Listed[],
  desk: Desk,
): Promise<readonly Finding[]> {
  const { context, workspace } = desk;
  const records = listed.filter((each) => each.kind === "trusted");
  const examined: Examined[] = [];
  for (const some of cut(records, together)) {
    examined.push(...(await Promise.all(some.map((one) => examineTrusted(one, listed, desk)))));
  }
  const findings = gatherGone(
    examined.flatMap((each) => each.findings),
    desk,
  );
  const here = await situate(context.directory, workspace.ports);
  const name = named(here);
  const isNew = name !== null && !examined.some(({ seen }) => seen === name);
  return isNew ? [...findings, ...(await examineSituation(here, desk))] : findings;
}

type Trusted = Extract<Listed, { readonly kind: "trusted" }>;

type Examined = {
  /** Null where its project has something else now, or nothing. */
  readonly seen: Bytes | null;
  readonly findings: readonly Finding[];
};

async function examineTrusted(
  trusted: Trusted,
  listed: readonly Listed[],
  desk: Desk,
): Promise<Examined> {
  const { record } = trusted;
  const situation = await situate(record.project, desk.workspace.ports);
  if (named(situation) === record.named) {
    return { seen: record.named, findings: await examineSituation(situation, desk) };
  }
  const { sighting: instead } = situation;
  const findings = instead === null ? [] : await examineGone({ trusted, instead, listed }, desk);
  return { seen: null, findings };
}

/** The `.venv` that a situation is about, as its project names it. */
function named({ sighting }: Situation): Bytes | null {
  return sighting === null ? null : (pairIn(sighting)?.environment ?? null);
}

async function examineSituation(situation: Situation, desk: Desk): Promise<readonly Finding[]> {
  const { sighting, verdict } = situation;
  if (sighting?.kind === "unusable") {
    return isBroken(sighting.why) ? [await broken(situation, sighting.spot, desk)] : [];
  }
  if (sighting?.kind !== "environment" || verdict === null || verdict.kind === "denied") {
    return [];
  }
  const { spot, facts, recollection } = sighting;
  if (facts.python === null) {
    return [await broken(situation, spot, desk)];
  }
  // One that nobody trusted yet is nothing to mend; a record that cannot be read is told elsewhere.
  return verdict.kind === "trusted"
    ? inspectEnvironment(verdict.environment, await renew(spot, desk.shell), desk)
    : toList(recollection.kind === "record", () => changed(situation, desk));
}

function toList<T>(isThere: boolean, make: () => T): readonly T[] {
  return isThere ? [make()] : [];
}

async function broken(situation: Situation, spot: Spot, desk: Desk): Promise<Finding> {
  return {
    id: "environment-broken",
    what: explain(situation, desk),
    where: toText(showPath(named(situation) ?? spot.project)),
    mend: await renew(spot, desk.shell),
  };
}

function changed(situation: Situation, desk: Desk): Finding {
  const { sighting, verdict } = situation;
  const project = sighting !== null && "spot" in sighting ? sighting.spot.project : asBytes("");
  const open = verdict?.kind === "writable" ? verdict.open : null;
  return {
    id: "trust-changed",
    what: `not entered: ${explain(situation, desk)}`,
    where: toText(showPath(named(situation) ?? project)),
    mend:
      open === null
        ? spell(desk, ...["pyguard", "trust"].map(asBytes), project)
        : close(open, desk),
    ...(open === null ? { note: "only if that was you" } : {}),
  };
}

/** Only their owner can close directories. */
function close(open: readonly Bytes[], desk: Desk): string {
  return open.length === 0
    ? "keep the project in a directory of your own"
    : spell(desk, ...closing(open));
}

/** What is said at a prompt, without the name in front and the advice behind. */
function explain({ sighting, verdict }: Situation, { workspace }: Desk): string {
  const whole =
    sighting === null ? "" : toText(explainWhyNot(sighting, verdict, workspace.ports.names));
  return whole.replace(/^.*?: /, "").replace(/[.] (?:If |To |A new one|Put it|Another: ).*$/s, "");
}
