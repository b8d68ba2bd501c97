// Where an install was told to go, compared by where that leads and not by the option being there:
// `--root /`, `--target=` and `--prefix /usr` all end in the interpreter itself.

import { asBytes } from "../bytes.ts";
import { isWithin } from "../path.ts";
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
>;

/** Where such an install ends up. */
export function locate(destination: Destination, ground: Ground): Place {
  const { root, prefix, target } = destination;
  if (root !== null && root !== "" && normalizePath(root, ground) !== "/") {
    return "outside";
  }
  if (target !== null && target !== "") {
    return locateTarget(normalizePath(target, ground), ground);
  }
  return prefix === null || prefix === ""
    ? "inside"
    : locatePrefix(normalizePath(prefix, ground), ground);
}

function locateTarget(target: string, ground: Ground): Place {
  const isBelow = (directory: string): boolean =>
    directory !== "" && isWithin(asBytes(target), asBytes(normalizePath(directory, ground)));
  if (isBelow(ground.userSite)) {
    return "user";
  }
  return ground.siteDirs.some(isBelow) ? "inside" : "outside";
}

function locatePrefix(prefix: string, ground: Ground): Place {
  const equals = (directory: string | null): boolean =>
    directory !== null && directory !== "" && normalizePath(directory, ground) === prefix;
  if (equals(ground.userBase)) {
    return "user";
  }
  if (equals(ground.prefix) || equals(ground.localPrefix)) {
    return "inside";
  }
  return equals(ground.basePrefix) ? "base" : "outside";
}

/** Absolute, without `.`, `..`, `//` or a slash at the end; a leading `~` is the home, as the shell means it. */
function normalizePath(
  path: string,
  { directory, home }: Pick<Ground, "directory" | "home">,
): string {
  const expanded = path === "~" || path.startsWith("~/") ? home + path.slice(1) : path;
  const absolute = expanded.startsWith("/") ? expanded : `${directory}/${expanded}`;
  const parts: string[] = [];
  for (const part of absolute.split("/")) {
    if (part === "..") {
      parts.pop();
    } else if (part !== "" && part !== ".") {
      parts.push(part);
    }
  }
  return `/${parts.join("/")}`;
}
