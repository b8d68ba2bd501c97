// The one line that tells why an environment is not entered, and what to type.

import { asBytes, type Bytes } from "./bytes.ts";
import { sayClosing } from "./closing.ts";
import type { Change, Unbelieved, Verdict } from "./judge-trust.ts";
import { basename } from "./path.ts";
import { showName, showPath, showWord } from "./show-name.ts";
import type { Sighting, Spot, Unusable } from "./sighting.ts";
import { sayUsed } from "./words-for-use.ts";

export type Names = {
  /** Who reads it: only an owner can close what is open. */
  readonly uid: number;
  /** The account's name for a number, or the number. */
  readonly userName: (uid: number) => string;
  readonly groupName: (gid: number) => string;
};

const unusablePath =
  "its path holds a colon or a control character, which PATH cannot carry. Rename the directory";

/** A whole line for stderr; empty where nothing needs to be said. */
export function sayWhyNot(sighting: Sighting, verdict: Verdict | null, names: Names): Bytes {
  // At a prompt nothing is said of what is being made this moment.
  const isNotReady = sighting.kind === "unusable" && sighting.why.kind === "not-ready";
  const why = isNotReady ? "" : explainWhyNot(sighting, verdict, names);
  return asBytes(why === "" ? "" : `pyguard: not entering ${why}`);
}

/** `coursework/.venv: ` and why, and what to type; empty where nothing needs to be said. */
export function explainWhyNot(sighting: Sighting, verdict: Verdict | null, names: Names): Bytes {
  const why = sayWhy(sighting, verdict, names);
  const hasSpot = sighting.kind === "unusable" || sighting.kind === "environment";
  return asBytes(why === "" || !hasSpot ? "" : `${showSpot(sighting.spot)}: ${why}`);
}

/** `coursework/.venv`; an environment elsewhere by its path. */
function showSpot(spot: Spot): Bytes {
  const project = showProject(basename(spot.project));
  return asBytes(
    spot.used === undefined
      ? `${project}/${showName(spot.name)}`
      : `${showPath(spot.used)}, which ${project} uses`,
  );
}

/** A name of which nothing can be seen is no name for people; the root has none. */
function showProject(name: Bytes): Bytes {
  const shown = showName(name);
  return shown === "" && name !== "" ? showPath(name) : shown;
}

function sayWhy(sighting: Sighting, verdict: Verdict | null, names: Names): string {
  const isUsed = "spot" in sighting && sighting.spot.used !== undefined;
  return (isUsed ? sayUsed(sighting) : null) ?? sayAny(sighting, verdict, names);
}

type Seen = Extract<Sighting, { readonly kind: "environment" }>;

function sayAny(sighting: Sighting, verdict: Verdict | null, names: Names): string {
  if (sighting.kind === "unusable") {
    return sayUnusable(sighting.spot, sighting.why);
  }
  if (sighting.kind !== "environment" || verdict === null || verdict.kind === "denied") {
    return "";
  }
  if (sighting.facts.python === null) {
    return sayLost(sighting);
  }
  return verdict.kind === "foreign" || verdict.kind === "writable"
    ? sayOwned(verdict, names)
    : sayVerdict(verdict);
}

type Owned = Extract<Verdict, { readonly kind: "foreign" | "writable" }>;

function sayVerdict(verdict: Exclude<Verdict, Owned>): string {
  switch (verdict.kind) {
    case "unusable":
      return unusablePath;
    case "unknown":
      return "it came with the folder, and entering lets it run programs as you. If it is yours: pyguard trust";
    case "changed":
      return verdict.what === "tracked"
        ? "git tracks files in it by now, so what others commit could run as you. If that is meant: pyguard trust"
        : `${sayChange(verdict.what)} since you trusted it. If that was you: pyguard trust`;
    case "shadowed":
      return `its bin now holds ${showList(verdict.names)}, which would run instead of your own. If that is meant: pyguard trust`;
    case "unreadable":
      return sayUnbelieved(verdict);
    case "trusted":
    case "denied":
    case "broken":
      return "";
  }
}

function sayUnbelieved({ path, why, remedy }: Unbelieved): string {
  const shown = showPath(path);
  switch (remedy) {
    case "trust":
      return `the record of its trust, ${shown}, ${why}. To trust it anew: pyguard trust`;
    case "close":
      return `the record of its trust has its place in ${shown}, which ${why}. To stop that: ${sayClosing([path])}`;
    case "look":
      return `the record of its trust has its place in ${shown}, which ${why}. To see what to do: pyguard doctor`;
  }
}

function sayOwned(verdict: Owned, names: Names): string {
  const path = showPath(verdict.path);
  if (verdict.kind === "foreign") {
    const remedy =
      names.uid === 0 ? "root enters only what root owns" : "If that is all right: pyguard trust";
    return `${names.userName(verdict.uid)} owns it and could run programs as you (${path}). ${remedy}`;
  }
  const remedy =
    verdict.uid === names.uid && verdict.open.length > 0
      ? `To stop that: ${sayClosing(verdict.open)}`
      : "Keep projects in a directory of your own";
  return `${sayWho(verdict, names)} can write to ${path} and could run programs as you. ${remedy}`;
}

/** The first three names, filtered. */
export function showList(list: readonly string[]): string {
  const shown = list.slice(0, 3).map((name) => showName(asBytes(name)));
  return list.length > 3 ? `${shown.join(", ")} and more` : shown.join(", ");
}

function sayWho(
  verdict: { readonly by: "group" | "others"; readonly gid: number },
  names: Names,
): string {
  return verdict.by === "others" ? "everybody here" : `the group ${names.groupName(verdict.gid)}`;
}

function sayChange(what: Exclude<Change, "tracked">): string {
  switch (what) {
    case "directory":
    case "bin":
      return "it was made anew";
    case "pyvenv.cfg":
      return "its pyvenv.cfg changed";
    case "redirect":
      return "what it says changed";
    case "python":
      return "its Python changed to one inside the project";
    case "boot":
      return "it is on a medium that may have been elsewhere, and the machine restarted";
    case "owner":
      return "its owner changed";
  }
}

/** Of an environment: nothing of it goes before there is a Python for the new one. */
function sayClear(spot: Spot): string {
  return sayNew(spot, ["pyguard venv --clear"]);
}

/** Of what may be somebody's, such as an environment of conda's: it stays, under another name. */
function sayAside(spot: Spot): string {
  const { name } = spot;
  const aside = `mv ${showWord(name)} ${showWord(asBytes(`${name}.old`))}`;
  return sayNew(spot, [aside, "pyguard venv"]);
}

/** It is read below the project, too: there the same words would make another. */
function sayNew({ project, name }: Spot, commands: readonly string[]): string {
  const named = name === ".venv" ? "" : ` ${showWord(name)}`;
  return `A new one, in ${showProject(basename(project))}: ${commands.join("; ")}${named}`;
}

/** An environment that was copied or damaged, or whose Python was removed or upgraded away. */
function sayLost({ spot, facts, home, hasPython }: Seen): string {
  // `pyguard venv --clear` leaves a link or file as it is, and what it names may be others' too.
  const remedy = facts.environment.kind === "redirect" ? sayAside(spot) : sayClear(spot);
  return hasPython
    ? `its Python in ${showPath(home)} is not on this machine, or not any more. ${remedy}`
    : `its bin/python is gone. ${remedy}`;
}

function sayUnusable(spot: Spot, why: Unusable): string {
  if (isRedirected(why)) {
    return sayRedirect(spot, why);
  }
  switch (why.kind) {
    case "odd":
      return "it is neither a directory nor a file";
    case "unusable":
      return unusablePath;
    case "incomplete":
      return why.lacks === "home"
        ? "its pyvenv.cfg names no home, so Python takes it for no environment"
        : `it has no ${why.lacks}, so it is no environment. ${sayAside(spot)}`;
    case "not-ready":
      return `its pyvenv.cfg is empty: it is being made, or that was stopped half-way. ${sayClear(spot)}`;
    case "denied-redirect":
      return "";
  }
}

type Redirected = Extract<
  Unusable,
  { readonly kind: "bad-redirect" | "legacy-name" | "unknown-redirect" | "gone" }
>;

function isRedirected(why: Unusable): why is Redirected {
  return ["bad-redirect", "legacy-name", "unknown-redirect", "gone"].includes(why.kind);
}

function sayRedirect(spot: Spot, why: Redirected): string {
  switch (why.kind) {
    case "bad-redirect":
      return `it is a file whose first line names no environment (${sayBadRedirect(why.reason)})`;
    case "legacy-name":
      return `it is a file that names ${showName(why.name)}, as virtualenvwrapper and Pipenv have it. To use that here: workon ${showName(why.name)}`;
    case "unknown-redirect":
      return `it names ${showPath(why.target)}, and entering that lets it run programs as you. If it is yours: pyguard trust`;
    case "gone":
      return `it names ${showPath(why.target)}, which is not there. Put it back. ${sayNew(spot, [`rm ${showWord(spot.name)}`, "pyguard venv"])}`;
  }
}

function sayBadRedirect(reason: "empty" | "encoding" | "control" | "unread"): string {
  switch (reason) {
    case "empty":
      return "it is empty";
    case "encoding":
      return "it is not UTF-8";
    case "control":
      return "it holds control characters";
    case "unread":
      return "it cannot be read, or is too big";
  }
}
