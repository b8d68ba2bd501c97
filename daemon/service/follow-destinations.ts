// A destination that is a link may lead back into the Python itself.

import { asBytes, type Bytes } from "../core/bytes.ts";
import { basename, join, parent } from "../core/path.ts";
import type { Decision } from "../core/pip/decision.ts";
import { pathsToFollow } from "../core/pip/destination.ts";
import type { PipFacts } from "../core/pip/facts.ts";
import { destinationsIn, judgePip } from "../core/pip/judge-pip.ts";
import type { PipPorts } from "./pip-ports.ts";

type Judged = { readonly facts: PipFacts; readonly decision: Decision };

type Ports = Pick<PipPorts, "canonical" | "isUnreadable">;

/** Judges by the spelling, and what would go elsewhere once more by where that leads. */
export async function judgeByLeads(facts: PipFacts, ports: Ports): Promise<Judged> {
  const decision = judgePip(facts);
  if (decision.rule !== "D1-outside-destination") {
    return { facts, decision };
  }
  try {
    const paths = pathsToFollow(destinationsIn(facts), facts);
    const pairs = await Promise.all(
      paths.map(async (path) => [path, await leadOf(asBytes(path), ports)] as const),
    );
    const followed = { ...facts, leads: new Map(pairs) };
    return { facts: followed, decision: judgePip(followed) };
  } catch (error) {
    if (ports.isUnreadable(error)) {
      return { facts, decision };
    }
    throw error;
  }
}

/** Canonical, what is not there yet left as it is spelled. */
async function leadOf(path: Bytes, ports: Ports): Promise<Bytes> {
  const real = await ports.canonical(path);
  if (real !== null || path === "/") {
    return real ?? path;
  }
  return join(await leadOf(parent(path), ports), basename(path));
}
