// What holds in a directory for everybody who stands there, before any one shell's state is looked at.

import { asBytes, type Bytes } from "../core/bytes.ts";
import { judgeTrust, type Verdict } from "../core/judge-trust.ts";
import { isWithin } from "../core/path.ts";
import type { Place } from "../core/plan-activation.ts";
import type { Settings } from "../core/settings.ts";
import type { TrustRecord } from "../core/trust-record.ts";
import type { Question } from "../wire/question.ts";
import type { Sighted, Sighting } from "../core/sighting.ts";
import { sayWhyNot } from "../core/words-for-trust.ts";
import type { LookOptions, Ports } from "./ports.ts";

export type Situation = {
  /** Null where nothing could be seen: a mount that does not answer. */
  readonly sighting: Sighting | null;
  /** Null unless an environment stands here. */
  readonly verdict: Verdict | null;
  readonly place: Place;
  readonly settings: Settings;
  readonly venvHere: boolean;
  /** Why it is not entered; empty where nothing needs to be said. */
  readonly line: Bytes;
};

/** The same for one shell: it may have trust of its own, which ends with it. */
export async function situateShell(
  { directory, pid }: Pick<Question, "directory" | "pid">,
  ports: Ports,
): Promise<Situation> {
  const situation = await situate(directory, ports);
  const { sighting } = situation;
  if (sighting?.kind !== "environment" || !mayHaveSession(situation)) {
    return situation;
  }
  const { named, environment } = sighting.facts;
  const pair = { environment: named, project: environment.project };
  const record = await ports.sessions.recall(pid, pair).catch(() => null);
  return record === null ? situation : judgeSession(directory, record, ports);
}

function mayHaveSession({ verdict }: Situation): boolean {
  return verdict?.kind === "unknown" || verdict?.kind === "changed";
}

async function judgeSession(
  directory: Bytes,
  record: TrustRecord,
  ports: Ports,
): Promise<Situation> {
  try {
    const sighted = await ports.look(directory, { mayFollow: true });
    const { sighting } = sighted;
    if (sighting.kind !== "environment") {
      return judge(sighted, directory, ports);
    }
    const recollection = { kind: "record", record } as const;
    return judge({ ...sighted, sighting: { ...sighting, recollection } }, directory, ports);
  } catch {
    return cannotTell(await ports.settings());
  }
}

/** Looks and judges; never throws for what a file system does. */
export async function situate(
  directory: Bytes,
  ports: Ports,
  options: LookOptions = { mayFollow: false },
): Promise<Situation> {
  let sighted: Sighted;
  try {
    sighted = await ports.look(directory, options);
  } catch {
    return cannotTell(await ports.settings());
  }
  return judge(sighted, directory, ports);
}

function judge(
  { sighting, settings, venvHere }: Sighted,
  directory: Bytes,
  ports: Ports,
): Situation {
  const verdict =
    sighting.kind === "environment"
      ? judgeTrust(sighting.facts, sighting.recollection, ports.account)
      : null;
  const isIgnored =
    !settings.enter || settings.ignore.some((ignored) => isWithin(directory, ignored));
  return {
    sighting,
    verdict,
    settings,
    venvHere,
    place: isIgnored ? { kind: "stay-out", own: asBytes("") } : toPlace(sighting, verdict),
    line:
      isIgnored || settings.quiet || isForRoot(verdict, ports)
        ? asBytes("")
        : sayWhyNot(sighting, verdict, ports.names),
  };
}

/** root walks through everybody's directories and may trust nothing there: no word about it. */
function isForRoot(verdict: Verdict | null, { account }: Ports): boolean {
  return account.uid === 0 && verdict?.kind === "foreign";
}

function toPlace(sighting: Sighting, verdict: Verdict | null): Place {
  if (verdict?.kind === "trusted") {
    return { kind: "enter", environment: verdict.environment };
  }
  const own = sighting.kind === "environment" ? sighting.facts.environment.path : asBytes("");
  return { kind: "stay-out", own };
}

function cannotTell(settings: Settings): Situation {
  return {
    sighting: null,
    verdict: null,
    settings,
    venvHere: false,
    place: { kind: "cannot-tell" },
    line: asBytes(""),
  };
}
