// Field 9: what a prompt segment warns about, a letter each.

import { asBytes, type Bytes } from "./bytes.ts";
import type { Verdict } from "./judge-trust.ts";
import { isBroken, type Sighting } from "./sighting.ts";

/**
 * `n` a project without environment, `u` not trusted, `b` broken, `r` on a remote mount, `e` pip goes elsewhere.
 * `s`, for packages of the account's own that hide others, is added by whoever knows.
 */
export function showMarks(sighting: Sighting, verdict: Verdict | null): Bytes {
  switch (sighting.kind) {
    case "gone":
      return asBytes("");
    case "none":
      return asBytes(sighting.hasProject ? "n" : "");
    case "unusable":
      return asBytes(isBroken(sighting.why) ? "b" : "u");
    case "environment":
      return markEnvironment(sighting, verdict);
  }
}

type Found = Extract<Sighting, { readonly kind: "environment" }>;

function markEnvironment({ facts, isPipElsewhere }: Found, verdict: Verdict | null): Bytes {
  const isTrusted = verdict?.kind === "trusted" || verdict?.kind === "broken";
  return asBytes(
    [
      isTrusted ? "" : "u",
      facts.python === null ? "b" : "",
      facts.mount.isRemote ? "r" : "",
      verdict?.kind === "trusted" && isPipElsewhere ? "e" : "",
    ].join(""),
  );
}

/** The marks that hold whether or not this shell is in the environment: `e` and `s` are about what is typed in it. */
export function marksOutside(marks: Bytes): Bytes {
  return asBytes(marks.replace(/[es]/g, ""));
}
