// Whether a chain of links that a project made ends at a file, found without touching a mount that may hang.

import { asBytes, split, type Bytes } from "../core/bytes.ts";
import { isRemote } from "../core/mounts.ts";
import { parent, resolve } from "../core/path.ts";
import type { World } from "./world.ts";

const linkLimit = 40;
/** Of names looked at, in all: few Pythons are thirty away, and somebody else's folder may nest and link thousands. */
const nameLimit = 128;

/** False only where something is surely missing; a path to another machine, or one without an end, is taken to lead somewhere. */
export async function leadsSomewhere(world: World, path: Bytes): Promise<boolean> {
  let pending = split(path, "/").slice(1);
  let reached = asBytes("");
  let names = 0;
  for (let links = 0; links <= linkLimit;) {
    const [name, ...rest] = pending;
    names += 1;
    if (name === undefined || names > nameLimit) {
      return true;
    }
    const next = asBytes(`${reached}/${name}`);
    if (isRemote(world.mounts.mountOf(next))) {
      return true;
    }
    const fact = await world.lstat(next);
    if (fact === null) {
      return false;
    }
    if (fact.type === "link") {
      const text = (await world.readlink(next)) ?? asBytes("");
      const target = resolve(parent(next), text);
      pending = [
        ...split(target, "/")
          .slice(1)
          .filter((part) => part !== ""),
        ...rest,
      ];
      reached = asBytes("");
      links += 1;
    } else {
      pending = rest;
      reached = next;
    }
  }
  return false;
}
