// The one line that tells why an environment is not entered, and what to type.

import { asBytes, type Bytes } from "./bytes.ts";
import type { Change, Verdict } from "./judge-trust.ts";
import { basename } from "./path.ts";
import { showName, showPath } from "./show-name.ts";
import type { Sighting, Spot, Unusable } from "./sighting.ts";

export type Names = {
  /** The account's name for a number, or the number. */
  readonly userName: (uid: number) => string;
  readonly groupName: (gid: number) => string;
};

const venvAgain = "A new one: rm -r .venv; pyguard venv";

/** Empty where nothing needs to be said. */
export function sayWhyNot(sighting: Sighting, verdict: Verdict | null, names: Names): Bytes {
  if (sighting.kind === "unusable") {
    return line(sighting.spot, sayUnusable(sighting.spot, sighting.why));
  }
  if (sighting.kind !== "environment" || verdict === null) {
    return asBytes("");
  }
  const { spot, facts, home } = sighting;
  const isLost = facts.python === null;
  return line(spot, isLost ? sayLost(verdict, home) : sayVerdict(verdict, names));
}

function line(spot: Spot, why: string): Bytes {
  const place = `${showName(basename(spot.project))}/${showName(spot.name)}`;
  return asBytes(why === "" ? "" : `pyguard: not entering ${place}: ${why}`);
}

function sayVerdict(verdict: Verdict, names: Names): string {
  switch (verdict.kind) {
    case "trusted":
    case "denied":
      return "";
    case "unusable":
      return "its path holds a colon or a control character, which PATH cannot carry. Rename the directory";
    case "unknown":
      return "it came with the folder, and entering lets it run programs as you. If it is yours: pyguard trust";
    case "unreadable":
      return `the record of its trust, ${showPath(verdict.path)}, ${verdict.why}. To trust it anew: pyguard trust`;
    case "foreign":
      return `${names.userName(verdict.uid)} owns ${showOwned(verdict.path)} and could run programs as you. If that is all right: pyguard trust`;
    case "writable":
      return `${sayWho(verdict, names)} can write to ${showPath(verdict.path)} and could run programs as you. Close it: chmod go-w ${showPath(verdict.path)}`;
    case "changed":
      return `${sayChange(verdict.what)} since you trusted it. If that was you: pyguard trust`;
    case "shadowed":
      return `its bin now holds ${verdict.names
        .slice(0, 3)
        .map((name) => showName(asBytes(name)))
        .join(", ")}, which would run instead of your own. If that is meant: pyguard trust`;
    case "broken":
      return "";
  }
}

function sayWho(verdict: { readonly by: "group" | "others"; readonly gid: number }, names: Names) {
  return verdict.by === "others" ? "everybody here" : `the group ${names.groupName(verdict.gid)}`;
}

function showOwned(path: Bytes): string {
  return path === "/" ? "/" : showPath(path);
}

function sayChange(what: Change): string {
  switch (what) {
    case "directory":
    case "bin":
      return "it was made anew";
    case "pyvenv.cfg":
      return "its pyvenv.cfg changed";
    case "redirect":
      return "it names another place than it did";
    case "python":
      return "its Python changed to one inside the project";
    case "boot":
      return "it is on a medium that may have been elsewhere, and the machine restarted";
    case "owner":
      return "its owner changed";
  }
}

/** An environment that was copied or whose Python was removed or upgraded away. */
function sayLost(verdict: Verdict, home: Bytes): string {
  if (verdict.kind === "denied") {
    return "";
  }
  return `its Python in ${showPath(home)} is not on this machine, or not any more. ${venvAgain}`;
}

function sayUnusable(spot: Spot, why: Unusable): string {
  switch (why.kind) {
    case "odd":
      return "it is neither a directory nor a file";
    case "unusable":
      return "its path holds a colon or a control character, which PATH cannot carry. Rename the directory";
    case "incomplete":
      return why.lacks === "home"
        ? "its pyvenv.cfg names no home, so Python takes it for no environment"
        : `it has no ${why.lacks}, so it is no environment. ${venvAgain}`;
    case "not-ready":
    case "denied-redirect":
      return "";
    case "bad-redirect":
      return `it is a file whose first line names no environment (${sayBadRedirect(why.reason)})`;
    case "legacy-name":
      return `it is a file that names ${showName(why.name)}, as virtualenvwrapper and Pipenv use it. To work on it here: workon ${showName(why.name)}`;
    case "unknown-redirect":
      return `it names ${showPath(why.target)}, and entering that lets it run programs as you. If it is yours: pyguard trust`;
    case "gone":
      return `it names ${showPath(why.target)}, which is not there. Put it back, or: rm ${showName(spot.name)}; pyguard venv`;
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
