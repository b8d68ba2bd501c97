// What judging a pip command needs of the world.

import type { Bytes } from "../core/bytes.ts";
import type { Environment, Trusted } from "../core/environment.ts";
import type { Caller } from "../core/pip/caller.ts";
import type { PipConfigurationFile } from "../core/pip/facts.ts";
import type { Followed, Python } from "../core/pip/python.ts";
import type { Around } from "../core/pip/surroundings.ts";

export interface PipPorts {
  /** Directories of pyguard's own that are never the answer to "which pip". */
  readonly skip: readonly Bytes[];
  readonly home: Bytes;
  readonly isRoot: boolean;
  readonly uid: number;
  follow: (argv: readonly Bytes[], caller: Caller) => Promise<Followed>;
  lookAtPython: (found: Found, caller: Caller) => Promise<Python>;
  findNamedPython: (value: Bytes, directory: Bytes) => Promise<Bytes | null>;
  readConfiguration: (
    prefix: Bytes,
    caller: Caller,
  ) => Promise<{ readonly files: readonly PipConfigurationFile[]; readonly isBroken: boolean }>;
  /** `python` is a name to look for besides the usual ones. */
  lookAround: (caller: Caller, python: string | null) => Promise<Around>;
  /** What stands at a path, a link followed. */
  typeOf: (path: Bytes) => Promise<"file" | "directory" | "other" | "nothing">;
  /** A small text file whole. */
  readSmall: (path: Bytes) => Promise<Bytes | null>;
  canonical: (path: Bytes) => Promise<Bytes | null>;
  isContainer: () => Promise<boolean>;
  /** The distribution's name, such as "Debian". */
  readDistributor: () => Promise<string | null>;
  /** Whether an error says that a file system does not answer. */
  isUnreadable: (error: unknown) => boolean;
  /** Whether somebody said `pyguard trust --prefix` of it. */
  isTrustedPrefix: (prefix: Bytes) => Promise<boolean>;
  /** True once in a login for each topic. */
  isFirst: (topic: Bytes) => Promise<boolean>;
}

type Interpreter = Extract<Followed, { kind: "interpreter" }>;

/** An interpreter to look at. */
export type Found = Pick<Interpreter, "interpreter" | "isWrapped"> &
  Partial<Pick<Interpreter, "options">> & {
    /** The environment in which one may be run to learn about it. */
    readonly trusted?: Trusted<Environment> | undefined;
  };
