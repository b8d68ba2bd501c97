// What an environment's `bin` holds: names that would hide core commands, and whether its pip is its own.

import { asBytes, type Bytes } from "../core/bytes.ts";
import { shadowsAmong } from "../core/core-commands.ts";
import { join } from "../core/path.ts";
import type { World } from "./world.ts";

export type BinFacts = { readonly shadows: readonly string[]; readonly hasOwnPip: boolean };

export async function inspectBin(world: World, environment: Bytes): Promise<BinFacts> {
  const names = (await world.list(join(environment, "bin"))) ?? [];
  return {
    shadows: shadowsAmong(names),
    hasOwnPip: await hasOwnPip(world, environment, names),
  };
}

/** A moved or copied environment has a `bin/pip` that runs the Python of the old place. */
async function hasOwnPip(
  world: World,
  environment: Bytes,
  names: readonly Bytes[],
): Promise<boolean> {
  const has = new Set<string>(names);
  if (!["python", "python3", "pip", "pip3"].every((name) => has.has(name))) {
    return false;
  }
  const scripts = await Promise.all(
    names
      .filter((name) => /^pip[\d.]*$/.test(name))
      .map((name) => world.readBounded(join(environment, "bin", name))),
  );
  return scripts.every((script) => script !== null && runsOwnPython(script.bytes, environment));
}

/** distlib writes `#!PYTHON`, and for a long path a line of sh that says the same. */
function runsOwnPython(script: Bytes, environment: Bytes): boolean {
  const [first, second] = script.split("\n", 2).map(asBytes);
  const own = `${environment}/bin/python`;
  if (first === "#!/bin/sh") {
    return second?.startsWith(`'''exec' "${own}`) ?? false;
  }
  return first?.startsWith(`#!${own}`) ?? false;
}
