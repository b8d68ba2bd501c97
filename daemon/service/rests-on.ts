// Where to look for changes that may change the answer for a directory.

import type { Bytes } from "../core/bytes.ts";
import { listWhatItRestsOn } from "../core/environment.ts";
import type { Ports } from "./ports.ts";
import { situate } from "./situation.ts";

/** None where no environment was looked at, and none on another machine's mount, which tells nothing of its changes. */
export async function restsOn(directory: Bytes, ports: Ports): Promise<readonly Bytes[]> {
  const { sighting } = await situate(directory, ports);
  if (sighting?.kind !== "environment" || sighting.facts.mount.isRemote) {
    return [];
  }
  const { project, path } = sighting.facts.environment;
  return listWhatItRestsOn(project, path);
}
