// Whether the account's own packages (~/.local/lib/python3.12/site-packages) hide those of an environment's Python.

import { asBytes, type Bytes } from "../core/bytes.ts";
import { parseDistribution } from "../core/distribution.ts";
import { isWithin, join } from "../core/path.ts";
import { userSite } from "../core/pip/sites.ts";
import { openEyes, type Eyes } from "./pip/eyes.ts";
import type { World } from "./world.ts";

export type UserSitePorts = {
  readonly home: Bytes;
  readonly openWorld: () => Promise<World>;
  /** A monotonic clock in milliseconds. */
  readonly now: () => number;
};

export interface UserSite {
  isShadowing: (environment: Bytes) => boolean;
  settle: (environment: Bytes) => Promise<void>;
  look: (environment: Bytes) => Promise<void>;
}

type Known = { readonly isShadowing: boolean; readonly at: number };

const knownLimit = 256;
const freshMs = 30_000;

/** Remembers; a look is only ever waited for by those who say so. */
export function createUserSite(ports: UserSitePorts): UserSite {
  const known = new Map<Bytes, Known>();
  const flights = new Map<Bytes, Promise<void>>();
  const fly = async (environment: Bytes): Promise<void> => {
    const isShadowing = await lookAtPackages(environment, ports).catch(() => false);
    makeRoom(known);
    known.set(environment, { isShadowing, at: ports.now() });
    flights.delete(environment);
  };
  const start = (environment: Bytes): void => {
    const last = known.get(environment);
    if (!flights.has(environment) && (last === undefined || ports.now() - last.at > freshMs)) {
      flights.set(environment, fly(environment));
    }
  };
  return {
    isShadowing: (environment) => known.get(environment)?.isShadowing ?? false,
    settle: async (environment) => {
      await flights.get(environment);
      start(environment);
    },
    look: async (environment) => {
      start(environment);
      await flights.get(environment);
    },
  };
}

function makeRoom(known: Map<Bytes, Known>): void {
  const [oldest] = known.keys();
  if (known.size >= knownLimit && oldest !== undefined) {
    known.delete(oldest);
  }
}

const nobody = { directory: asBytes("/"), variables: new Map<string, Bytes>() };
const noSearch = { path: asBytes(""), directory: asBytes("/"), skip: [] };

/** The environment's own come first, then the account's, then those of the Python behind it. */
async function lookAtPackages(
  environment: Bytes,
  { home, openWorld }: UserSitePorts,
): Promise<boolean> {
  const world = await openWorld();
  const eyes = openEyes(world.carry);
  // Loaded when first needed: few environments see the packages of their Python.
  const { lookAtPython } = await import("./pip/look-at-python.ts");
  const python = await lookAtPython(
    { interpreter: join(environment, "bin/python"), isWrapped: false },
    { ...nobody, search: noSearch, home, eyes },
  );
  const { site } = userSite({ ...python, home, base: asBytes("") });
  const mine = await listNames([site], eyes);
  if (mine.size === 0) {
    return false;
  }
  const own = await listNames(
    python.siteDirs.filter((directory) => isWithin(directory, environment)),
    eyes,
  );
  const theirs = await listNames(
    python.siteDirs.filter((directory) => !isWithin(directory, environment)),
    eyes,
  );
  return [...mine].some((name) => theirs.has(name) && !own.has(name));
}

async function listNames(directories: readonly Bytes[], eyes: Eyes): Promise<ReadonlySet<string>> {
  const entries = await Promise.all(directories.map((directory) => eyes.namesIn(directory)));
  return new Set(
    entries.flat().flatMap((entry) => {
      const distribution = parseDistribution(entry);
      return distribution === null ? [] : [distribution.name];
    }),
  );
}
