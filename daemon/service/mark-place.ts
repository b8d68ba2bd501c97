// The marks of a place, those that only a look at the account's own packages tells among them.

import { asBytes, type Bytes } from "../core/bytes.ts";
import { showMarks } from "../core/marks.ts";
import type { Ports } from "./ports.ts";
import type { Situation } from "./situation.ts";

/** As far as is known: this is on the way of a prompt. */
export function markPlace(situation: Situation, { userSite }: Ports): Bytes {
  const { sighting, verdict } = situation;
  if (sighting === null) {
    return asBytes("");
  }
  const environment = systemSiteEnvironment(situation);
  const isShadowed = environment !== null && userSite.isShadowing(environment);
  return asBytes(`${showMarks(sighting, verdict)}${isShadowed ? "s" : ""}`);
}

/** The environment that is entered here, if it also sees the packages of its Python: others see none but their own. */
export function systemSiteEnvironment({ place }: Situation): Bytes | null {
  return place.kind === "enter" && place.environment.systemSitePackages
    ? place.environment.path
    : null;
}
