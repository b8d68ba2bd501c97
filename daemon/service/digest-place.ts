// A text that differs when the answer for a directory would differ, so that shells there can be told to ask.

import type { Bytes } from "../core/bytes.ts";
import { showMarks } from "../core/marks.ts";
import type { Ports } from "./ports.ts";
import { situate, type Situation } from "./situation.ts";

/** Without the stamp: each shell compares that itself. */
export async function digestPlace(directory: Bytes, ports: Ports): Promise<string> {
  const situation = await situate(directory, ports);
  return JSON.stringify([situation.place.kind, situation.line, ...describe(situation)]);
}

function describe({ sighting, verdict }: Situation): readonly string[] {
  if (sighting === null) {
    return [];
  }
  const marks = showMarks(sighting, verdict);
  if (sighting.kind === "unusable") {
    return [sighting.kind, sighting.spot.project, sighting.why.kind, marks];
  }
  if (sighting.kind !== "environment") {
    return [sighting.kind, marks];
  }
  const { path, name, version } = sighting.facts.environment;
  return [
    sighting.kind,
    path,
    name,
    version,
    marks,
    String(sighting.hasOwnPip),
    verdict?.kind ?? "",
  ];
}
