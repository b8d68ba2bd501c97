// What `pyguard trust`, `distrust` and `forget` do to the environment at or above a directory.

import type { Bytes } from "../core/bytes.ts";
import type { Environment } from "../core/environment.ts";
import { judgeExplicit } from "../core/judge-consent.ts";
import { pairIn, type Sighting } from "../core/sighting.ts";
import type { Consent, Pair, TrustRecord } from "../core/trust-record.ts";
import { explainWhyNot } from "../core/words-for-trust.ts";
import type { Ports } from "./ports.ts";

export type Trusting =
  | {
      readonly kind: "trusted";
      readonly environment: Environment;
      /** Owners besides root and the account, who could change what it runs. */
      readonly owners: readonly number[];
      /** Core commands that it puts its own in front of. */
      readonly shadows: readonly string[];
    }
  | { readonly kind: "nothing"; readonly sighting: Sighting }
  /** `why` is words: `coursework/.venv: it has no pyvenv.cfg …`. */
  | { readonly kind: "refused"; readonly why: Bytes };

/** Looks at what stands there, also where a file or link names it, and records it. */
export async function trust(directory: Bytes, ports: Ports, how: Consent): Promise<Trusting> {
  const { sighting } = await ports.look(directory, { mayFollow: true });
  if (sighting.kind === "none" || sighting.kind === "gone") {
    return { kind: "nothing", sighting };
  }
  if (sighting.kind === "unusable") {
    return { kind: "refused", why: explainWhyNot(sighting, null, ports.names) };
  }
  const verdict = judgeExplicit(sighting.facts, ports.account, { how, when: ports.now() });
  switch (verdict.kind) {
    case "grant":
      return grant(sighting, verdict.record, ports);
    case "not-enough":
      return { kind: "nothing", sighting };
    case "unusable":
    case "broken":
    case "foreign":
    case "writable":
      return { kind: "refused", why: explainWhyNot(sighting, verdict, ports.names) };
  }
}

type Seen = Extract<Sighting, { readonly kind: "environment" }>;

async function grant(sighting: Seen, record: TrustRecord, ports: Ports): Promise<Trusting> {
  const unbelieved = await ports.trust.grant(record);
  if (unbelieved !== null) {
    return { kind: "refused", why: explainWhyNot(sighting, unbelieved, ports.names) };
  }
  const { owners, shadows } = record;
  return { kind: "trusted", environment: sighting.facts.environment, owners, shadows };
}

export type Parted =
  | { readonly kind: "done"; readonly pair: Pair; readonly was: "trusted" | "refused" | "nothing" }
  | { readonly kind: "nothing"; readonly sighting: Sighting };

/** Refuses it for good. */
export async function distrust(directory: Bytes, ports: Ports): Promise<Parted> {
  const found = await findPair(directory, ports);
  if (found.kind === "nothing") {
    return found;
  }
  const { pair } = found;
  const was = await ports.trust.forget(pair);
  await ports.trust.refuse(pair);
  return { kind: "done", pair, was };
}

/** Takes back whatever was said about it. */
export async function forget(directory: Bytes, ports: Ports): Promise<Parted> {
  const found = await findPair(directory, ports);
  if (found.kind === "nothing") {
    return found;
  }
  return { kind: "done", pair: found.pair, was: await ports.trust.forget(found.pair) };
}

type Paired =
  | { readonly kind: "pair"; readonly pair: Pair }
  | { readonly kind: "nothing"; readonly sighting: Sighting };

/** By its path, by what stands there, or, where nothing does any more, by what was recorded for that directory. */
async function findPair(directory: Bytes, ports: Ports): Promise<Paired> {
  const pairs = await ports.trust.listPairs();
  const named = pairs.find(({ environment }) => environment === directory);
  if (named !== undefined) {
    return { kind: "pair", pair: named };
  }
  const { sighting } = await ports.look(directory, { mayFollow: true });
  const seen = pairIn(sighting);
  if (seen !== null) {
    return { kind: "pair", pair: seen };
  }
  const known = pairs.find(({ project }) => project === directory);
  return known === undefined ? { kind: "nothing", sighting } : { kind: "pair", pair: known };
}
