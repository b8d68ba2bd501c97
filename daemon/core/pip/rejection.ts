// What pip's parser takes and pip then rejects all the same, before it installs anything.

import { destinationOf } from "./intent.ts";
import type { PipCommand } from "./parse-pip.ts";
import type { Values } from "./parse-options.ts";

type Command = Extract<PipCommand, { readonly kind: "command" }>;

const requirementOptions = [
  "requirements",
  "editables",
  "dependency_groups",
  "requirements_from_scripts",
];
const platformOptions = [
  "platform",
  "platforms",
  "abi",
  "abis",
  "implementation",
  "python_version",
];

/** Why pip will say no; null where it will go on. */
export function findRejection(command: Command): string | null {
  if (command.requirements.length === 0 && !isAnySet(command.values, requirementOptions)) {
    return `nothing to ${command.verb} was given`;
  }
  return command.verb === "install" ? findConflict(command.values) : null;
}

function findConflict(values: Values): string | null {
  const { target, prefix } = destinationOf(values);
  if (values.get("use_user_site") === true && (target !== null || isGiven(prefix))) {
    return "--user cannot be combined with --target or --prefix";
  }
  if (isGiven(target) && isGiven(prefix)) {
    return "--target cannot be combined with --prefix";
  }
  return isAnySet(values, platformOptions) && !isGiven(target)
    ? "another platform's packages need --target"
    : null;
}

function isGiven(path: string | null): boolean {
  return path !== null && path !== "";
}

function isAnySet(values: Values, destinations: readonly string[]): boolean {
  return destinations.some((destination) => {
    const value = values.get(destination);
    return value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);
  });
}
