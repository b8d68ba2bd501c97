// Which daemon answers the shells, or why none does.

import { findOwner, isForbidden, readWhy } from "../../daemon/io/control.ts";
import { askStatus } from "../../daemon/io/hello.ts";
import { findUnfit } from "../../daemon/io/runtime-directory.ts";
import type { Context } from "../context.ts";
import { findPlace } from "../find-place.ts";
import { onlyVisible } from "../only-visible.ts";
import type { Workspace } from "../trust/workspace.ts";

export type Answering = {
  readonly daemon: { readonly pid: number; readonly version: string } | null;
  /** Why none answers, and what to type; empty where one does. */
  readonly daemonWhy: string;
};

const answerMs = 1000;
const idle = "does not run; the next shell that needs it starts it";

/** Asks it; starts none. */
export async function findDaemon(
  context: Context,
  { runtimeDirectory }: Pick<Workspace, "runtimeDirectory">,
): Promise<Answering> {
  if (runtimeDirectory === null) {
    const reason = findHindrance(context);
    const why = reason === null ? idle : `no daemon can run: ${onlyVisible(reason)}`;
    return { daemon: null, daemonWhy: why };
  }
  const status = await askStatus(runtimeDirectory, answerMs);
  return status === null
    ? { daemon: null, daemonWhy: sayAbsent(runtimeDirectory) }
    : { daemon: { pid: status.pid, version: status.version }, daemonWhy: "" };
}

/** Why shells and daemon have no place to meet; null where they have, or can make one. */
export function findHindrance(context: Context): string | null {
  const place = findPlace(context);
  return place.kind === "none" ? place.reason : (findUnfit(place)?.reason ?? null);
}

function sayAbsent(directory: string): string {
  const owner = findOwner(directory);
  if (owner !== null) {
    return `process ${owner.pid} does not answer; to start it anew: pyguard daemon restart`;
  }
  if (isForbidden(directory)) {
    return "was stopped by hand; to start it: pyguard daemon start";
  }
  const why = readWhy(directory);
  return why === "" ? idle : `did not start: ${why}`;
}
