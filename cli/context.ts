// What every command may know of the world, gathered once by main.

import type { Bytes } from "../daemon/core/bytes.ts";

export type Context = {
  /** The environment variables, values as bytes. */
  readonly environment: ReadonlyMap<string, Bytes>;
  /** `$PWD` where it names the working directory, else the canonical one. */
  readonly directory: Bytes;
  /** The account's home. */
  readonly home: Bytes;
  /** Where pyguard lives: the parent of `hooks/`. */
  readonly programHome: Bytes;
  /** The version in package.json. */
  readonly version: string;
  /** Writes to standard output as it is. */
  readonly write: (text: string) => void;
  /** One line on stderr, `pyguard: ` put in front. */
  readonly complain: (line: string) => void;
  /** Writes to standard error as it is. */
  readonly warn: (text: string) => void;
  /** `complain`, and the command will end with 1. */
  readonly fail: (line: string) => void;
  /** `complain`, and the command will end with 2: it was not typed as it has to be. */
  readonly misuse: (line: string) => void;
  /** Sets the status the command will end with. */
  readonly finish: (status: number) => void;
};
