// Who is manual: what a shell already has, against what its directory would have it enter.

import type { Bytes } from "./bytes.ts";
import type { Environment, Trusted } from "./environment.ts";

/** What the shell says it has, the paths canonical where they lead somewhere. */
export type ShellState = {
  readonly virtualEnv: Bytes;
  /** The environment of our exported marker, or empty. */
  readonly active: Bytes;
  /** CONDA_PREFIX, sent only when it changed in this shell, names an environment other than base. */
  readonly hasConda: boolean;
  /** VIRTUAL_ENV was there before the first prompt and belongs to no project: entered over. */
  readonly isBackground: boolean;
  /** `deactivate` was typed in the project that the directory lies in. */
  readonly isLeftByHand: boolean;
};

export type Place =
  | { readonly kind: "enter"; readonly environment: Trusted<Environment> }
  /** `own`: the environment that stands here and may not be entered, or empty. */
  | { readonly kind: "stay-out"; readonly own: Bytes }
  | { readonly kind: "cannot-tell" };

export type Plan =
  | { readonly kind: "in"; readonly environment: Trusted<Environment> }
  | { readonly kind: "out" }
  | { readonly kind: "keep" };

const keep: Plan = { kind: "keep" };

/** The table of the protocol's "who is manual". */
export function planActivation(shell: ShellState, place: Place): Plan {
  if (place.kind === "cannot-tell" || (shell.hasConda && !isActivatedHere(shell, place))) {
    return keep;
  }
  if (place.kind === "enter" && shell.virtualEnv === place.environment.path) {
    return { kind: "in", environment: place.environment };
  }
  if (isManual(shell)) {
    return keep;
  }
  if (shell.isLeftByHand) {
    return { kind: "out" };
  }
  return place.kind === "enter" ? { kind: "in", environment: place.environment } : { kind: "out" };
}

/** The project's own, and not by us: the latest that was typed. */
function isActivatedHere(shell: ShellState, place: Place): boolean {
  const isOwn = place.kind === "enter" && shell.virtualEnv === place.environment.path;
  return isOwn && shell.virtualEnv !== shell.active;
}

function isManual(shell: ShellState): boolean {
  return shell.virtualEnv !== "" && shell.virtualEnv !== shell.active && !shell.isBackground;
}
