// What an environment's `bin` holds: names that would hide core commands, and whether its pip is its own.

import { asBytes, type Bytes } from "../core/bytes.ts";
import { listCoreCommands, shadowsAmong } from "../core/core-commands.ts";
import { join, parent } from "../core/path.ts";
import { interpreterIn, runsOwnPython } from "../core/script-python.ts";
import type { World } from "./world.ts";

export type BinFacts = {
  readonly shadows: readonly string[];
  /** Everything that people type there is the environment's own. */
  readonly hasOwnPip: boolean;
  /** `pip` is missing, or another Python's. */
  readonly isPipElsewhere: boolean;
};

type Bin = {
  readonly environment: Bytes;
  readonly names: readonly Bytes[];
  /** Somebody trusts it: what its scripts name may be looked at. */
  readonly isKnown: boolean;
};

export async function inspectBin(
  world: World,
  environment: Bytes,
  { isKnown }: { readonly isKnown: boolean },
): Promise<BinFacts> {
  const names = await findNames(world, join(environment, "bin"));
  const bin = { environment, names, isKnown };
  return {
    shadows: shadowsAmong(names),
    hasOwnPip: await hasOwnPip(world, bin),
    isPipElsewhere: await isPipElsewhere(world, bin),
  };
}

/** Of a directory itself: some thousands of names. A folder from elsewhere may bring a million, each to be held here. */
const listedLimit = 128n * 1024n;
/** Of pip's names, that all have to be read. */
const pipLimit = 16;

/** All names; in a directory of uncommon size those that matter for trust, and `pip`. */
async function findNames(world: World, directory: Bytes): Promise<readonly Bytes[]> {
  const fact = await world.lstat(directory);
  if (fact === null || fact.size <= listedLimit) {
    return (await world.list(directory)) ?? [];
  }
  const sought = [...listCoreCommands(), "pip"].map(asBytes);
  const facts = await Promise.all(sought.map((name) => world.glance(join(directory, name))));
  return sought.filter((_, index) => facts[index] !== null);
}

/** A moved or copied environment has a `bin/pip` that runs the Python of the old place. */
async function hasOwnPip(world: World, { environment, names }: Bin): Promise<boolean> {
  const has = new Set<string>(names);
  if (!["python", "python3", "pip", "pip3"].every((name) => has.has(name))) {
    return false;
  }
  const pips = names.filter((name) => /^pip[\d.]*$/.test(name));
  if (pips.length > pipLimit) {
    return false;
  }
  const scripts = await Promise.all(
    pips.map((name) => world.readBounded(join(environment, "bin", name))),
  );
  return scripts.every((script) => script !== null && runsOwnPython(script.bytes, environment));
}

/** Only what is sure: a pip that is no script, or that `env` starts, may well be its own. */
async function isPipElsewhere(
  world: World,
  { environment, names, isKnown }: Bin,
): Promise<boolean> {
  if (!names.some((name) => name === "pip")) {
    return true;
  }
  const script = isKnown ? await world.readBounded(join(environment, "bin/pip")) : null;
  const python = script === null ? null : interpreterIn(script.bytes);
  if (script === null || python === null || runsOwnPython(script.bytes, environment)) {
    return false;
  }
  // Made under another spelling of the same path, or moved: then it does not start at all.
  const [place, own] = await Promise.all(
    [parent(python), join(environment, "bin")].map((path) => world.realpath(path)),
  );
  return place !== null && place !== own;
}
