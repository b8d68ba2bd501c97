// A text that differs when the answer for a directory would differ, so that shells there can be told to ask.

import type { Bytes } from "../core/bytes.ts";
import type { Verdict } from "../core/judge-trust.ts";
import type { Sighting } from "../core/sighting.ts";
import { markPlace, systemSiteEnvironment } from "./mark-place.ts";
import type { Ports } from "./ports.ts";
import { situate } from "./situation.ts";

/** Without the stamp: each shell compares that itself. */
export async function digestPlace(directory: Bytes, ports: Ports): Promise<string> {
  const situation = await situate(directory, ports);
  const environment = systemSiteEnvironment(situation);
  if (environment !== null) {
    await ports.userSite.settle(environment);
  }
  const { sighting, verdict, place, line } = situation;
  const marks = markPlace(situation, ports);
  return JSON.stringify([place.kind, line, marks, ...describe(sighting, verdict)]);
}

function describe(sighting: Sighting | null, verdict: Verdict | null): readonly string[] {
  switch (sighting?.kind) {
    case undefined:
      return [];
    case "gone":
    case "none":
      return [sighting.kind];
    case "unusable":
      return [sighting.kind, sighting.spot.project, sighting.why.kind];
    case "environment": {
      const { path, name, version } = sighting.facts.environment;
      const own = String(sighting.hasOwnPip);
      return [sighting.kind, path, name, version, own, verdict?.kind ?? ""];
    }
  }
}
