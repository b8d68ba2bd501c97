// How commands look at files: whoever typed one waits for a slow mount, too.

import { openEyes, type Eyes } from "../daemon/io/pip/eyes.ts";

/** Nothing is capped: each look takes as long as its file system. */
export function openPatientEyes(): Eyes {
  return openEyes((path, call) => call(path));
}
