// What lies around a directory that a message may have to speak of.

import type { LockTool } from "./message-facts.ts";

export type Around = {
  /** The nearest lock file's tool. */
  readonly lock: LockTool | null;
  /** A file says that this is somebody's project. */
  readonly isProject: boolean;
  /** Of the programs that messages speak of, those on PATH. */
  readonly tools: ReadonlySet<string>;
};
