// Why an environment that `pyguard use` took for a project is not entered, where other words hold than for a `.venv`.

import { showPath } from "./show-name.ts";
import type { Sighting, Unusable } from "./sighting.ts";

const advice = "Another: pyguard use ENV. None: pyguard use --none";

/** Null where the same words hold. */
export function sayUsed(sighting: Sighting): string | null {
  if (sighting.kind === "unusable") {
    return sayUnusable(sighting.why);
  }
  if (sighting.kind !== "environment" || sighting.facts.python !== null) {
    return null;
  }
  const what = sighting.hasPython ? `Python in ${showPath(sighting.home)}` : "bin/python";
  return `its ${what} is not there any more. ${advice}`;
}

function sayUnusable(why: Unusable): string | null {
  if (why.kind === "incomplete") {
    return `it is no environment any more, for want of its ${why.lacks}. ${advice}`;
  }
  const words: Partial<Readonly<Record<Unusable["kind"], string>>> = {
    gone: `it is not there any more. ${advice}`,
    "unknown-redirect": "nothing is recorded of its trust. If it is yours: pyguard trust",
  };
  return words[why.kind] ?? null;
}
