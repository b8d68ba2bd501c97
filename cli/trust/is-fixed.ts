// Whether nothing can be made where nothing is: then nobody is told to make it there.

import type { Bytes } from "../../daemon/core/bytes.ts";
import type { Sighting } from "../../daemon/core/sighting.ts";
import { openPatientEyes } from "../patient-eyes.ts";

/** True where no environment was seen from the directory, and nothing can be written in it. */
export async function isFixedHere(directory: Bytes, sighting: Sighting | null): Promise<boolean> {
  return sighting?.kind === "none" && !(await openPatientEyes().isWritable(directory));
}
