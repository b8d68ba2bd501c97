// The links from an interpreter's path to its file: each one can be turned elsewhere.

import type { Bytes } from "../../core/bytes.ts";
import type { FileFact } from "../../core/facts.ts";
import { parent, resolve } from "../../core/path.ts";
import type { World } from "../world.ts";

export type Link = { readonly path: Bytes; readonly fact: FileFact };

/** As the kernel gives up, too. */
const linkLimit = 40;

/** The path itself, what it leads to, and so on to what is no link; null where that leads nowhere. */
export async function followLinks(world: World, path: Bytes): Promise<readonly Link[] | null> {
  const links: Link[] = [];
  let current = path;
  while (links.length <= linkLimit) {
    const fact = await world.lstat(current);
    if (fact === null) {
      return null;
    }
    links.push({ path: current, fact });
    if (fact.type !== "link") {
      return links;
    }
    const [text, directory] = await Promise.all([
      world.readlink(current),
      // `..` in a link counts from where the link really lies.
      world.realpath(parent(current)),
    ]);
    if (text === null || directory === null) {
      return null;
    }
    current = resolve(directory, text);
  }
  return null;
}
