// What stands at or above a directory, gathered for the decision and for whoever words it.

import type { Bytes } from "./bytes.ts";
import type { Recollection, TrustFacts } from "./judge-trust.ts";
import { join } from "./path.ts";
import type { Settings } from "./settings.ts";
import type { Pair } from "./trust-record.ts";
import type { Stop } from "./walk.ts";

/** The `.venv` that ended the search. */
export type Spot = {
  /** Canonical directory that holds it. */
  readonly project: Bytes;
  /** The same as the shell spells it. */
  readonly root: Bytes;
  /** `.venv`, or another of the setting `names`. */
  readonly name: Bytes;
  /** The environment elsewhere that `pyguard use` took for it; then nothing in the project counts. */
  readonly used?: Bytes;
};

export type Unusable =
  /** No directory, no link, no file: a FIFO, a device. */
  | { readonly kind: "odd" }
  /** The path holds a colon or a control byte. */
  | { readonly kind: "unusable" }
  /** A directory that lacks what makes it an environment. */
  | { readonly kind: "incomplete"; readonly lacks: "pyvenv.cfg" | "home" | "bin" }
  /** pyvenv.cfg is empty: somebody is making the environment this moment. */
  | { readonly kind: "not-ready" }
  /** A file whose first line names nothing. */
  | { readonly kind: "bad-redirect"; readonly reason: "empty" | "encoding" | "control" | "unread" }
  /** A file with a bare name that other tools understand. */
  | { readonly kind: "legacy-name"; readonly name: Bytes }
  /** A file or link that nobody trusted: what it names was not touched. */
  | { readonly kind: "unknown-redirect"; readonly target: Bytes }
  | { readonly kind: "denied-redirect" }
  /** The directory that a trusted file or link names is not there. */
  | { readonly kind: "gone"; readonly target: Bytes };

export type Sighting =
  /** The directory asked about does not exist any more, or a directory above hides it. */
  | { readonly kind: "gone"; readonly isHidden?: boolean }
  | {
      readonly kind: "none";
      readonly stop: Stop;
      /** An environment made in the directory itself would be found, and could be trusted once `open` is closed. */
      readonly isSearched: boolean;
      /** Directories here and above of the account's own that others can write to: closed, they let one made here be trusted. */
      readonly open: readonly Bytes[];
      readonly hasProject: boolean;
    }
  | { readonly kind: "unusable"; readonly spot: Spot; readonly why: Unusable }
  | {
      readonly kind: "environment";
      readonly spot: Spot;
      readonly facts: TrustFacts;
      readonly recollection: Recollection;
      /** The newer modification of `pyvenv.cfg` and `bin`, in nanoseconds. */
      readonly newest: bigint;
      /** pip and Python in `bin` are the environment's own, under each name that people type. */
      readonly hasOwnPip: boolean;
      /** `pip` typed in it is another's: it has none, or one that runs another Python. */
      readonly isPipElsewhere: boolean;
      /** `bin/python` is there, wherever it leads. */
      readonly hasPython: boolean;
      /** `home =` of pyvenv.cfg. */
      readonly home: Bytes;
    };

/** Whether what stands there was meant to be an environment and is none, or is none any more. */
export function isBroken(why: Unusable): boolean {
  return ["odd", "incomplete", "bad-redirect", "gone"].includes(why.kind);
}

/** The environment that a sighting is about, as its project names it, and that project; null where none is. */
export function pairIn(sighting: Sighting): Pair | null {
  switch (sighting.kind) {
    case "gone":
    case "none":
      return null;
    case "environment":
      return { environment: sighting.facts.named, project: sighting.facts.environment.project };
    case "unusable": {
      const { spot, why } = sighting;
      const environment = "target" in why ? why.target : join(spot.project, spot.name);
      return { environment, project: spot.project };
    }
  }
}

/** A sighting, and whether `.venv` stood in the directory itself. */
export type Sighted = {
  readonly sighting: Sighting;
  readonly venvHere: boolean;
  /** As they were read for it. */
  readonly settings: Settings;
};
