// A path that was typed: an empty one is a variable that was not set, and never means this directory.

import { InvalidArgumentError } from "commander";

/** For Commander: the path as it was typed. */
export function namePath(typed: string): string {
  if (typed === "") {
    throw new InvalidArgumentError("it is empty");
  }
  return typed;
}
