// What the commands about trust say.

import { asBytes, toText, type Bytes } from "../../daemon/core/bytes.ts";
import { sayClosing } from "../../daemon/core/closing.ts";
import { showPath } from "../../daemon/core/show-name.ts";
import type { Settings } from "../../daemon/core/settings.ts";
import type { Sighting } from "../../daemon/core/sighting.ts";
import { depthLimit, type Stop } from "../../daemon/core/walk.ts";
import type { Ports } from "../../daemon/service/ports.ts";
import type { Trusting } from "../../daemon/service/trust.ts";

/** A path for people: nothing in it reaches the terminal but what can be seen. */
export function show(path: Bytes): string {
  return toText(showPath(path));
}

/** The words that end a Python's being its owner's to manage. */
export function takeBack(prefix: Bytes): readonly Bytes[] {
  return [...["pyguard", "forget", "--prefix"].map(asBytes), prefix];
}

/** What can be typed where nothing can be made. */
export const makeProject = "mkdir -p ~/my-project && cd ~/my-project && pyguard venv";

type Told = Pick<Settings, "names"> & {
  /** Nothing can be written in the directory. */
  readonly isFixed?: boolean;
};

/** Nothing to trust at or above a directory, and what to do about it. */
export function sayNothing(directory: Bytes, sighting: Sighting, told: Told): string {
  const place = show(directory);
  if (sighting.kind === "gone") {
    return sighting.isHidden === true
      ? `nothing can be seen of ${place}: a directory above it is closed to you`
      : `there is no directory ${place}`;
  }
  if (sighting.kind !== "none" || sighting.isSearched) {
    const { stop, open } = sighting.kind === "none" ? sighting : nowhere;
    const name = show(told.names[0] ?? usual);
    return `there is no ${name} in ${place} or ${sayAbove(stop)}${sayMaking(name, open, told)}`;
  }
  const closing = sighting.open.length === 0 ? "" : `. To stop that: ${sayClosing(sighting.open)}`;
  return `nothing is entered in ${place}: ${saySearch(sighting.stop)}${closing}`;
}

const nowhere = { stop: "top", open: [] } as const;

function sayMaking(name: string, open: readonly Bytes[], { isFixed = false }: Told): string {
  if (isFixed) {
    return `, and nothing can be written there; to make one elsewhere: ${makeProject}`;
  }
  const making = name === usual ? "pyguard venv" : `pyguard venv ${name}`;
  return `; to make one: ${open.length === 0 ? making : `${sayClosing(open)} && ${making}`}`;
}

const usual = asBytes(".venv");

/** Where nothing was found: of what is above an end of the search nothing is known. */
function sayAbove(stop: Stop): string {
  switch (stop) {
    case "mount":
      return "above it on its file system";
    case "depth":
      return `in the ${depthLimit - 1} directories above it`;
    case "home":
    case "foreign":
    case "writable":
    case "top":
      return "above it";
  }
}

function saySearch(stop: Stop): string {
  switch (stop) {
    case "home":
      return "a home directory and those above it are never searched, because a .venv there would catch everything; make a directory for the project";
    case "writable":
      return "others can write there or above it, and could put an environment of their own into it";
    case "foreign":
      return "it belongs to somebody else";
    case "mount":
    case "depth":
    case "top":
      return "the search ends before it";
  }
}

type Trusted = Extract<Trusting, { readonly kind: "trusted" }>;

/** One line that it is done, and one for each thing that was accepted with it. */
export function sayTrusted(trusted: Trusted, { names }: Ports): readonly string[] {
  const { environment, owners, shadows } = trusted;
  return [
    `trusted ${show(environment.path)}; shells enter it at their next prompt in ${show(environment.project)}`,
    ...owners.map(
      (uid) => `  ${names.userName(uid)} owns a part of it and can run programs as you`,
    ),
    ...(shadows.length === 0 ? [] : [`  its ${shadows.join(", ")} will run instead of your own`]),
  ];
}
