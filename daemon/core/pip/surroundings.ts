// What lies around a directory that a message may have to speak of.

import type { Bytes } from "../bytes.ts";
import type { LockTool } from "./message-facts.ts";

export type Around = {
  /** The nearest lock file's tool. */
  readonly lock: LockTool | null;
  /** A file says that this is somebody's project. */
  readonly isProject: boolean;
  /** The nearest directory above with a Python project's files; null where it is this one, or none. */
  readonly projectRoot: Bytes | null;
  /** Nothing can be made where an environment would be. */
  readonly isFixed: boolean;
  /** apt has its lists of packages. */
  readonly knowsPackages: boolean;
  /** Of the programs that messages speak of, those on PATH; `conda activate` where the shell has learnt that. */
  readonly tools: ReadonlySet<string>;
};
