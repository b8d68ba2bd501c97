// Where an install was told to go, compared by where that leads and not by the option being there:
// `--root /`, `--target=` and `--prefix /usr` all end in the interpreter itself.

import { asBytes } from "../bytes.ts";
import { isWithin, resolve } from "../path.ts";
import type { PipFacts } from "./facts.ts";

/** What was asked for; null where it was not. */
export type Destination = {
  readonly root: string | null;
  readonly prefix: string | null;
  readonly target: string | null;
};

/** `base` is the Python that this environment was made from; `user` the user site; `inside` the interpreter. */
export type Place = "outside" | "inside" | "base" | "user";

type Ground = Pick<
  PipFacts,
  | "directory"
  | "home"
  | "prefix"
  | "basePrefix"
  | "localPrefix"
  | "siteDirs"
  | "userBase"
  | "userSite"
  | "leads"
>;

/** The paths that `locate` compares: where they lead may matter. */
export function pathsToFollow(
  destinations: readonly Destination[],
  ground: Ground,
): readonly string[] {
  const { prefix, basePrefix, localPrefix, siteDirs, userBase, userSite } = ground;
  const named = destinations.flatMap(({ root, prefix: to, target }) => [root, to, target]);
  const all = [...named, prefix, basePrefix, localPrefix, ...siteDirs, userBase, userSite];
  return all.flatMap((path) => (path === null || path === "" ? [] : [spell(path, ground)]));
}

/** Where such an install ends up. */
export function locate(destination: Destination, ground: Ground): Place {
  const { root, prefix, target } = destination;
  if (root !== null && root !== "" && leadOf(root, ground) !== "/") {
    return "outside";
  }
  if (target !== null && target !== "") {
    return locateTarget(leadOf(target, ground), ground);
  }
  return prefix === null || prefix === "" ? "inside" : locatePrefix(leadOf(prefix, ground), ground);
}

function locateTarget(target: string, ground: Ground): Place {
  const isBelow = (directory: string): boolean =>
    directory !== "" && isWithin(asBytes(target), asBytes(leadOf(directory, ground)));
  if (isBelow(ground.userSite)) {
    return "user";
  }
  return ground.siteDirs.some(isBelow) ? "inside" : "outside";
}

function locatePrefix(prefix: string, ground: Ground): Place {
  const equals = (directory: string | null): boolean =>
    directory !== null && directory !== "" && leadOf(directory, ground) === prefix;
  if (equals(ground.userBase)) {
    return "user";
  }
  if (equals(ground.prefix) || equals(ground.localPrefix)) {
    return "inside";
  }
  return equals(ground.basePrefix) ? "base" : "outside";
}

/** Where a path leads, as far as that is known. */
function leadOf(path: string, ground: Pick<Ground, "directory" | "home" | "leads">): string {
  const spelled = spell(path, ground);
  return ground.leads.get(spelled) ?? spelled;
}

/** Absolute and normal; a leading `~` is the home, as the shell means it. */
function spell(path: string, { directory, home }: Pick<Ground, "directory" | "home">): string {
  const expanded = path === "~" || path.startsWith("~/") ? home + path.slice(1) : path;
  return resolve(asBytes(directory), asBytes(expanded));
}
