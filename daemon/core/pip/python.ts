// What is known of one Python without running it, and how a command led to it.

import type { Bytes } from "../bytes.ts";
import type { Kind, Tool } from "./kind.ts";

/** One step on the way from a command's name to its interpreter, as `pyguard explain` tells it. */
export type Step = { readonly what: string; readonly path: Bytes };

export type Followed =
  | {
      readonly kind: "interpreter";
      /** As the script names it, links not resolved: in a virtual environment the link is the environment. */
      readonly interpreter: Bytes;
      /** Options of Python in a script's first line, such as `-sP`. */
      readonly options: readonly Bytes[];
      /** A script stands where the interpreter should be: only what lies around it can be told. */
      readonly isWrapped: boolean;
      /** There is no command of the name; this is the Python that `python -m pip` would run. */
      readonly isStandIn: boolean;
      readonly steps: readonly Step[];
      /** The first on PATH, where the shell goes on because that does not start. */
      readonly passed?: Missing;
    }
  | Missing
  | { readonly kind: "unknown"; readonly steps: readonly Step[] };

/** No such command, or none behind it: the shell says so itself, with 127. */
export type Missing = {
  readonly kind: "missing";
  readonly what: Bytes;
  readonly steps: readonly Step[];
};

export type Python = {
  readonly interpreter: Bytes;
  /** Canonical. */
  readonly realInterpreter: Bytes;
  readonly kind: Kind;
  /** Who made it for one application; null where nobody did. */
  readonly tool: Tool | null;
  /** Which file says that it is of this kind. */
  readonly evidence: string;
  /** The virtual environment that this would be if it were whole; then `kind` is that of the Python behind it. */
  readonly broken: Bytes | null;
  readonly version: string | null;
  readonly prefix: Bytes;
  readonly basePrefix: Bytes;
  readonly localPrefix: Bytes | null;
  /** Where pip puts things, first; then everywhere else that it is searched. */
  readonly siteDirs: readonly Bytes[];
  readonly isWritable: boolean;
  /** Whether the account's own packages are hidden, whatever variables say. */
  readonly hidesUserSite: boolean;
  /** `python3.12`: what its library and its packages' directory are called; empty where no file tells. */
  readonly library: Bytes;
  /** python.org's or Apple's on macOS: the account's own packages are elsewhere. */
  readonly isFramework: boolean;
  /** The file EXTERNALLY-MANAGED, where there is one. */
  readonly marker: Bytes | null;
  readonly pipVersion: string | null;
  readonly hasPip: boolean;
  readonly hasEnsurepip: boolean;
};
