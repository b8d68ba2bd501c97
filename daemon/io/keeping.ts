// What people said is kept in files of ours; where it cannot be, they hear what was lost, not which call failed.

import type { Bytes } from "../core/bytes.ts";

/** The cause is the system's own error. */
export class NotKept extends Error {
  /** What was to be kept, as a subject: `the trust`. */
  readonly what: string;
  readonly directory: Bytes;

  constructor(what: string, directory: Bytes, cause: unknown) {
    super(`${what} cannot be written in ${directory}`, { cause });
    this.what = what;
    this.directory = directory;
  }
}

/** For every change of a file in `directory`: it throws `NotKept` where the change fails. */
export function keepIn(directory: Bytes, what: string) {
  return async <T>(change: Promise<T>): Promise<T> => {
    try {
      return await change;
    } catch (error) {
      throw new NotKept(what, directory, error);
    }
  };
}
