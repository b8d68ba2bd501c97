// Field 9: what a prompt segment warns about, a letter each.

import { asBytes, type Bytes } from "./bytes.ts";
import type { TrustFacts, Verdict } from "./judge-trust.ts";
import type { Sighting } from "./sighting.ts";

/** `n` a project without environment, `u` not trusted, `b` broken, `r` on a remote mount. */
export function showMarks(sighting: Sighting, verdict: Verdict | null): Bytes {
  switch (sighting.kind) {
    case "gone":
      return asBytes("");
    case "none":
      return asBytes(sighting.hasProject ? "n" : "");
    case "unusable":
      return asBytes(isBroken(sighting.why.kind) ? "b" : "u");
    case "environment":
      return markEnvironment(sighting.facts, verdict);
  }
}

function markEnvironment({ python, mount }: TrustFacts, verdict: Verdict | null): Bytes {
  const isTrusted = verdict?.kind === "trusted" || verdict?.kind === "broken";
  const letters = [isTrusted ? "" : "u", python === null ? "b" : "", mount.isRemote ? "r" : ""];
  return asBytes(letters.join(""));
}

function isBroken(kind: string): boolean {
  return ["odd", "incomplete", "bad-redirect", "gone"].includes(kind);
}
