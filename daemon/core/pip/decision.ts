// What the guard says about one command, and by which rule.

import type { Kind } from "./kind.ts";

/** The rules of the guard; docs/guard.md says them in a person's words. */
export type Rule =
  | "G1-noninteractive"
  | "G2-off"
  | "G3-pip-internal"
  | "G4-ci"
  | "G5-hosted"
  | "G6-min-python"
  | "P1-not-ours"
  | "N1-nothing-runs"
  | "N2-no-env-change"
  | "N3-dry-run"
  | "N4-pip-errors"
  | "U1-probe-failed"
  | "D1-outside-destination"
  | "O1-allow-global"
  | "O2-break-system-packages-cli"
  | "O3-require-virtualenv-false"
  | "O4-managed-marker"
  | "K1-pip-refuses-user-itself"
  | "K2-user-site"
  | "K3-isolated"
  | "K3-conda-env+pip-will-refuse"
  | "K4-tool-env"
  | "K5-other-venv"
  | "K6-frozen"
  | "K7-store"
  | "K8-conda-base"
  | "K9-externally-managed"
  | "K10-global"
  | "K11-implicit-user"
  | "C1-container"
  | "E1-ensurepip"
  | "V1-venv-default"
  | "W1-project-venv";

/** `allow` in silence, `advise` with one line, `refuse`, or run something else: `route`. */
export type Verdict = "allow" | "advise" | "refuse" | "route";

export type Decision = {
  readonly decision: Verdict;
  /** 3, pip's own "no virtual environment", where it refuses. */
  readonly exit: 3 | null;
  readonly rule: Rule;
  /** Why, in one clause. */
  readonly reason: string;
  /** What the interpreter is that this command would write to. */
  readonly kind: Kind;
  /** Its path, where it is known. */
  readonly interpreter: string | null;
};
