// What is judged of the environment in a project, for those who want to run it.

import { fromText } from "../../../../daemon/core/bytes.ts";
import type { Verdict } from "../../../../daemon/core/judge-trust.ts";
import { situate } from "../../../../daemon/service/situation.ts";
import type { House } from "../../service/house.ts";

export async function runnableVerdicts(
  house: House,
  project: string,
): Promise<{ readonly sighting: string; readonly verdict: Verdict | null }> {
  const { sighting, verdict } = await situate(fromText(project), house.answers.ports);
  return { sighting: sighting?.kind ?? "", verdict };
}
