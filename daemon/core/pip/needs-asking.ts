// Whether files leave open what an interpreter is, so that only running it would tell.

import type { Bytes } from "../bytes.ts";
import { isIsolated } from "./kind.ts";
import type { Python } from "./python.ts";

/** Stores and views keep their libraries in their own ways, and are recognised by where they lie. */
const known = /^(conda|nix|guix|spack|homebrew|windows|macos)-/;

/** `variables` are the caller's: PYTHONHOME makes any Python another one. */
export function needsAsking(python: Python, variables: ReadonlyMap<string, Bytes>): boolean {
  if (isIsolated(python.kind) || known.test(python.kind) || python.broken !== null) {
    return false;
  }
  const isElsewhere = (variables.get("PYTHONHOME") ?? "") !== "";
  return python.kind === "unknown" || python.library === "" || isElsewhere;
}
