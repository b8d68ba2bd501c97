// One command as a person types it at a real Python's pip, and what must then be so.

import { describeKind, type Kind } from "../../daemon/core/pip/kind.ts";

/** What may be needed that not every machine has. */
export type Need = "world" | "uncontained" | "debian" | "upstream";

export type Row = {
  readonly name: string;
  /** Whose commands are first on PATH, by its name in the yard. */
  readonly python: string;
  readonly line: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly expect: "allow" | "advise" | "refuse" | "route";
  /** pip's own where it ran; 0 left out. */
  readonly status?: number;
  /** The directory that has the package afterwards. */
  readonly lands?: string | undefined;
  /** The directory that had it before, and after a refusal. */
  readonly leaves?: string;
  /** What else may appear: pip was told to write it. */
  readonly makes?: RegExp;
  /** Whose refusal it is; the kind's phrase. */
  readonly says?: string | RegExp;
  /** Where it is typed; left out: a directory without anything in it. */
  readonly directory?: string;
  /** Files that are there meanwhile, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Lines typed before and after. */
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  readonly needs?: readonly Need[];
};

/** How a refusal calls a Python; the system's has the distribution's name. */
export function phraseOf(kind: Kind): string {
  return describeKind(kind).replace(/^the system's/, "");
}
