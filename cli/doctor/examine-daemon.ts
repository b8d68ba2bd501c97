// Whether the daemon can run, runs, answers, and is current.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { asBytes, fromText, toText } from "../../daemon/core/bytes.ts";
import { findOwner, isForbidden, readWhy } from "../../daemon/io/control.ts";
import { askStatus } from "../../daemon/io/hello.ts";
import { findUnfit, type Unfit } from "../../daemon/io/runtime-directory.ts";
import { compareVersions } from "../../daemon/io/version.ts";
import { parseBreaker } from "../../daemon/wire/names.ts";
import { findPlace } from "../find-place.ts";
import { isOff } from "../is-off.ts";
import { chain, spell, spellUnset, type Desk } from "./desk.ts";
import type { Finding } from "./finding.ts";

const answerMs = 1000;

/** One finding at the most where nothing can run; where something runs, what is wrong with it. */
export async function examineDaemon(desk: Desk): Promise<readonly Finding[]> {
  const place = findPlace(desk.context);
  if (place.kind === "none") {
    const note = place.reason.includes("too long")
      ? "or let it be a directory of yours with a shorter path"
      : "or let it be a directory of yours";
    const unset = spellUnset(desk, "XDG_RUNTIME_DIR");
    // A hook that found no place where it was loaded was not put in, and does not come by itself later.
    const isLoaded = desk.facts?.isHooked !== false;
    const mend = isLoaded ? unset : chain(desk, unset, toText(desk.shell.reread));
    const given = desk.context.environment.get("XDG_RUNTIME_DIR") ?? asBytes("");
    return [directory(place.reason, { where: toText(given), mend, note })];
  }
  const unfit = findUnfit(place);
  if (unfit !== null) {
    return [describeUnfit(unfit, desk)];
  }
  // `PYGUARD_DAEMON=0` is a way to run.
  return isOff("PYGUARD_DAEMON", desk.context) ? [] : examineServing(place.path, desk);
}

function directory(what: string, rest: Pick<Finding, "where" | "mend" | "note">): Finding {
  return { id: "runtime-directory", what: `no daemon can run: ${what}`, ...rest };
}

function describeUnfit(unfit: Unfit, desk: Desk): Finding {
  const [what = ""] = unfit.reason.split(";");
  return directory(what, { where: unfit.path, ...findRemedy(unfit, desk) });
}

function findRemedy({ path, reason }: Unfit, desk: Desk): Pick<Finding, "mend" | "note"> {
  if (/open to others/.test(reason)) {
    return { mend: spell(desk, ...["chmod", "700"].map(asBytes), fromText(path)) };
  }
  if (/network file system/.test(reason)) {
    return { mend: "set XDG_RUNTIME_DIR to a directory of yours on this machine" };
  }
  if (/cannot be made/.test(reason)) {
    return { mend: "set XDG_RUNTIME_DIR to a directory of yours that can be written" };
  }
  const mend = `remove it, or ask whoever owns it: ${path}`;
  // In /tmp its owner alone can remove it, and need not want to.
  const note = "or let XDG_RUNTIME_DIR be a directory of yours that nobody else can enter";
  return /someone else/.test(reason) ? { mend, note } : { mend };
}

async function examineServing(path: string, desk: Desk): Promise<readonly Finding[]> {
  const status = await askStatus(path, answerMs);
  if (status === null) {
    return examineAbsence(path, desk);
  }
  if (compareVersions(status.version, desk.context.version) < 0) {
    const what = `the daemon is of version ${status.version}, this is ${desk.context.version}`;
    return [serving("daemon-old", { what, where: `process ${status.pid}`, mend: restart })];
  }
  if (isMuted(path)) {
    const what = "a shell waited for the daemon in vain, and all of them do without it for now";
    return [serving("daemon-mute", { what, where: `process ${status.pid}`, mend: restart })];
  }
  return [];
}

const restart = "pyguard daemon restart";
const start = "pyguard daemon start";

function serving(id: Finding["id"], rest: Omit<Finding, "id">): Finding {
  return { id, ...rest };
}

function examineAbsence(path: string, { facts }: Desk): readonly Finding[] {
  const owner = findOwner(path);
  const why = readWhy(path);
  if (owner !== null) {
    const where = `process ${owner.pid}`;
    return [serving("daemon-mute", { what: "the daemon does not answer", where, mend: restart })];
  }
  if (isForbidden(path)) {
    const what = "the daemon was stopped by hand: every change of directory starts a process";
    return [serving("daemon-off", { what, where: join(path, "off"), mend: start })];
  }
  if (why !== "") {
    const what = `the daemon did not start: ${why}`;
    const note = "where that is still so it says it again; mend that first";
    return [serving("daemon-failed", { what, where: join(path, "why"), mend: start, note })];
  }
  // A hooked shell keeps one alive.
  return facts === null || facts.isOff || !facts.isHooked
    ? []
    : [
        serving("daemon-absent", {
          what: "no daemon runs, although this shell wants one",
          where: path,
          mend: start,
        }),
      ];
}

/** What hooks write when they got no answer; a daemon that is well takes it back within a second. */
function isMuted(path: string): boolean {
  const minute = Math.floor(Date.now() / 60_000);
  return readdirSync(path).some((name) => {
    const breaker = parseBreaker(name);
    return breaker?.kind === "mute" && minute - breaker.bucket < 2;
  });
}
