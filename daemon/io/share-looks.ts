// Shells that ask at the same moment about the same place share one look at it.

import type { Sighted } from "../core/sighting.ts";
import type { Look } from "./look.ts";

/** No look is shared that began before it was asked for: what a shell did last has to be seen. */
export function shareLooks(look: Look): Look {
  const waiting = new Map<string, Promise<Sighted>>();
  return (directory, options) => {
    const key = `${options.mayFollow}${directory}`;
    const shared = waiting.get(key) ?? begin();
    waiting.set(key, shared);
    return shared;

    async function begin(): Promise<Sighted> {
      // By then everything that had arrived has been read.
      await new Promise((resolve) => setImmediate(resolve));
      waiting.delete(key);
      return look(directory, options);
    }
  };
}
