// `pyguard trust --found`: takes the environments that are there already, each looked at by itself and listed.

import type { Bytes } from "../../daemon/core/bytes.ts";
import { judgeTrust, type TrustFacts } from "../../daemon/core/judge-trust.ts";
import { showList } from "../../daemon/core/words-for-trust.ts";
import type { Ports } from "../../daemon/service/ports.ts";
import { findProjects } from "../../daemon/io/find-projects.ts";
import { trust } from "../../daemon/service/trust.ts";
import type { Context } from "../context.ts";
import { show } from "./words.ts";
import type { Workspace } from "./workspace.ts";

/** Nothing that git tracks, that others own or can write to, or that hides core commands. */
export async function trustFound(
  context: Context,
  { ports }: Workspace,
  directory: Bytes,
): Promise<void> {
  const { names } = await ports.settings();
  const counts = { trusted: 0, left: 0 };
  for await (const project of findProjects(directory, names)) {
    const why = await whyNot(project, ports);
    if (why === "known") {
      continue;
    }
    const trusting = why === null ? await trust(project, ports, "found") : null;
    if (trusting?.kind === "trusted") {
      counts.trusted += 1;
      context.write(`trusted  ${show(trusting.environment.path)}\n`);
    } else {
      counts.left += 1;
      context.write(`left     ${show(project)}: ${why ?? "it cannot be used"}\n`);
    }
  }
  const left = counts.left === 0 ? "" : `, left ${counts.left}`;
  context.write(`${counts.trusted} trusted${left}, below ${show(directory)}\n`);
}

/** Null where it may be taken, `known` where something was said about it before. */
async function whyNot(project: Bytes, ports: Ports): Promise<string | null> {
  const { sighting } = await ports.look(project, { mayFollow: false });
  if (sighting.kind !== "environment") {
    return sighting.kind === "unusable" ? "it is no plain environment" : "known";
  }
  const { facts, recollection } = sighting;
  const verdict = judgeTrust(facts, recollection, ports.account);
  if (verdict.kind === "trusted" || verdict.kind === "denied") {
    return "known";
  }
  if (verdict.kind === "foreign" || verdict.kind === "writable") {
    return `others own ${show(verdict.path)}, or can write to it`;
  }
  return sayObstacle(facts, await ports.isTracked(facts.environment.path));
}

function sayObstacle({ shadows, python }: TrustFacts, isTracked: boolean | null): string | null {
  if (python === null) {
    return "its Python is gone";
  }
  if (shadows.length > 0) {
    return `its bin holds ${showList(shadows)}`;
  }
  return isTracked === false ? null : "it is part of a repository";
}
