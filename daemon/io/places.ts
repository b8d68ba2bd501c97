// What the answers rest on, for every place where a shell stands.

import type { Bytes } from "../core/bytes.ts";
import { listWhatItRestsOn } from "../core/environment.ts";
import type { Answer } from "../wire/answer.ts";
import type { Place } from "./watch.ts";

export type Places = {
  /** Never throws. */
  readonly note: (answer: Answer) => Promise<void>;
  /** Those worth watching, the latest first. */
  readonly list: () => readonly Place[];
};

export type PlacesPorts = {
  /** Where shells stand now. */
  readonly standing: () => ReadonlySet<Bytes>;
  /** What the answer for a directory rests on, where the answer itself does not tell. */
  readonly restsOn: (directory: Bytes) => Promise<readonly Bytes[]>;
  readonly failed: (what: string, error: unknown) => void;
};

type Basis = Omit<Place, "directory">;

export function createPlaces({ standing, restsOn, failed }: PlacesPorts): Places {
  const bases = new Map<Bytes, Basis | null>();
  return {
    note: async (answer) => {
      bases.set(answer.directory, basisOf(answer));
      if (isRefused(answer)) {
        // What stands in the way may be mended where nobody stands.
        const basis = { restsOn: await looked(answer.directory), mayBeLinks: false };
        bases.set(answer.directory, basis);
      }
    },
    list: () => {
      const directories = standing();
      for (const directory of bases.keys()) {
        if (!directories.has(directory)) {
          bases.delete(directory);
        }
      }
      return [...directories].flatMap((directory) => {
        const basis = bases.get(directory) ?? null;
        return basis === null ? [] : [{ directory, ...basis }];
      });
    },
  };

  async function looked(directory: Bytes): Promise<readonly Bytes[]> {
    try {
      return await restsOn(directory);
    } catch (error) {
      failed("looking at what was refused", error);
      return [];
    }
  }
}

/** An environment that nobody trusts, or that is not to be trusted any more. */
function isRefused({ state, marks }: Answer): boolean {
  return state === "out" && marks.includes("u") && !marks.includes("r");
}

/** Null on another machine's mount: it tells nothing, and asking it may take for ever. */
function basisOf({ state, marks, root, environment }: Answer): Basis | null {
  if (marks.includes("r")) {
    return null;
  }
  return { restsOn: state === "in" ? listWhatItRestsOn(root, environment) : [], mayBeLinks: true };
}
