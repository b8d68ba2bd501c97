// What a message must know to be true for this place: gathered elsewhere, worded by the files beside this one.

import type { Bytes } from "../bytes.ts";
import type { Ambient } from "./ambient.ts";
import type { Decision } from "./decision.ts";
import type { Tool } from "./kind.ts";

/** How the calling shell wants things typed; `shells/` has one of these per shell. */
export interface Speech {
  /** A whole command, each word quoted where it must be. */
  command(words: readonly Bytes[]): Bytes;
  /** Commands of which each runs only if the one before it succeeded. */
  chain(commands: readonly Bytes[]): Bytes;
  /** Enters an environment by hand. */
  activation(environment: Bytes): Bytes;
}

/** What stands in the way of, or for, an environment in this directory. */
export type Spot =
  /** None is here, and one made here would be found. */
  | {
      readonly kind: "free";
      /** Others can write to these, here or above: closed first, they let it be trusted. */
      readonly open?: readonly Bytes[];
    }
  /** HOME, somebody else's directory: one made here would never be entered. */
  | { readonly kind: "unsearched" }
  /** One is here, and nobody said yet that it may be entered. */
  | { readonly kind: "untrusted" }
  /** One is here that others can write to: nothing trusts it before that is changed. */
  | { readonly kind: "writable"; readonly open: readonly Bytes[] }
  /** Something called `.venv` is here that is no environment: half made, broken, a file. */
  | {
      readonly kind: "occupied";
      readonly name: Bytes;
      /** The directory that holds it. */
      readonly project: Bytes;
      /** No environment that broke: a file, a link or a directory that may mean something to another program. */
      readonly isKept: boolean;
    }
  /** One is here that is not called `.venv`, so that only `pyguard use` has it entered. */
  | { readonly kind: "named"; readonly name: Bytes }
  /** A trusted one is here and not entered: left by hand, or the settings say so. */
  | { readonly kind: "left"; readonly environment: Bytes };

export type LockTool = "uv" | "poetry" | "pdm" | "pipenv";

export type Target = {
  /** As shown: canonical for a shared Python. */
  readonly path: Bytes;
  readonly phrase: string;
  readonly prefix: Bytes;
  /** Who made it for one application; null where nobody did, or that cannot be told. */
  readonly tool: Tool | null;
  readonly version: string | null;
  /** `python3.12`: what its packages' directory is called; empty where it cannot be told. */
  readonly library: Bytes;
  /** The pip that was typed is there, and which it is. */
  readonly hasPip: boolean;
  readonly pipVersion: string | null;
  readonly hasEnsurepip: boolean;
  /** Whether this person can write to its packages. */
  readonly isWritable: boolean;
  /** An environment that was meant and is broken. */
  readonly broken: Bytes | null;
  /** A Python that a site's administrators provide, whose packages people want to keep seeing. */
  readonly isSites: boolean;
  /** Where `--user` would put things. */
  readonly userBase: Bytes;
};

/** An environment that is active, or would be. */
export type Active = {
  readonly path: Bytes;
  readonly hasPip: boolean;
  /** The Python behind it has `ensurepip`. */
  readonly hasEnsurepip: boolean;
  /** As `Target.library`. */
  readonly library: Bytes;
  /** Its pip was written for another place, or does not start in this one: what starts it for sure is its Python. */
  readonly isPipMoved?: boolean;
  /** This person may not write to its packages: another's, such as one that was made by sudo. */
  readonly isClosed?: boolean;
  /** What to call its Python: its path where something before it on PATH has one, too. */
  readonly python?: Bytes;
  /** conda's or pixi's: packages are asked of those. */
  readonly isConda: boolean;
};

export type MessageFacts = {
  readonly decision: Decision;
  /** The command as typed. */
  readonly argv: readonly Bytes[];
  readonly directory: Bytes;
  /** Null where the interpreter could not be told. */
  readonly target: Target | null;
  readonly spot: Spot;
  /** The environment that `spot` speaks of; null where none is, or it could not be looked at. */
  readonly here: Active | null;
  /** The environment that is active without being the one this pip writes to. */
  readonly active: Active | null;
  /** What was activated by hand and keeps every other environment out, while this pip is its own; else null. */
  readonly kept: "conda" | "venv" | null;
  /** Where the environment was that was activated by hand and is not there any more; null where none is missed. */
  readonly missed: Bytes | null;
  /** The tool whose lock file rules this project. */
  readonly lock: LockTool | null;
  /** A file here says that this is somebody's project. */
  readonly isProject: boolean;
  /** The nearest directory above this one with a Python project's files; null where it is this one, or none. */
  readonly projectRoot: Bytes | null;
  /** The programs on PATH, out of those that messages speak of; `conda activate` where the shell has learnt that. */
  readonly tools: ReadonlySet<string>;
  /** conda has the environment that would be made for this directory. */
  readonly hasCondaEnvironment: boolean;
  readonly isRoot: boolean;
  /** apt has its lists of packages; a container's image mostly comes without them. */
  readonly knowsPackages: boolean;
  /** This shell is in the environment that is here. */
  readonly isEntered: boolean;
  /** The settings keep pyguard from entering anything here. */
  readonly mayEnter: boolean;
  /** What pip's variables and files say about where packages go, beside what was typed. */
  readonly ambient: readonly Ambient[];
  /** conda's own reason why an environment is frozen; empty where it gives none. */
  readonly frozenReason: string;
  readonly marker: MarkerFacts | null;
};

export type MarkerFacts = {
  readonly path: Bytes;
  /** The distributor's own words in this person's language; empty where the file says nothing readable. */
  readonly text: Bytes;
  /** Nobody was shown them since this login. */
  readonly isNew: boolean;
};
