// What the answers rest on, for every place where a shell stands.

import type { Bytes } from "../core/bytes.ts";
import { join } from "../core/path.ts";
import type { Answer } from "../wire/answer.ts";
import type { Place } from "./watch.ts";

export type Places = {
  readonly note: (answer: Answer) => void;
  /** Those worth watching, the latest first. */
  readonly list: () => readonly Place[];
};

/** `standing` says where shells stand now. */
export function createPlaces(standing: () => ReadonlySet<Bytes>): Places {
  const bases = new Map<Bytes, readonly Bytes[] | null>();
  return {
    note: (answer) => bases.set(answer.directory, basisOf(answer)),
    list: () => {
      const directories = standing();
      for (const directory of bases.keys()) {
        if (!directories.has(directory)) {
          bases.delete(directory);
        }
      }
      return [...directories].flatMap((directory) => {
        const restsOn = bases.get(directory) ?? null;
        return restsOn === null ? [] : [{ directory, restsOn }];
      });
    },
  };
}

/** Null on another machine's mount: it tells nothing, and asking it may take for ever. */
function basisOf({ state, marks, root, environment }: Answer): readonly Bytes[] | null {
  if (marks.includes("r")) {
    return null;
  }
  // A pull shows in `.git` first.
  return state === "in" ? [root, join(root, ".git"), environment, join(environment, "bin")] : [];
}
