// Gathers what a message has to know, and has it worded for the shell that asked.

import { asBytes, type Bytes } from "../core/bytes.ts";
import { basename, isUsable, join, parent } from "../core/path.ts";
import { findAmbient } from "../core/pip/ambient.ts";
import type { Caller } from "../core/pip/caller.ts";
import { readEntryPoint } from "../core/pip/entry-point.ts";
import { condaName } from "../core/pip/message-advice.ts";
import type { Active, MarkerFacts, MessageFacts, Speech, Spot } from "../core/pip/message-facts.ts";
import { markerText } from "../core/pip/message-marker.ts";
import { pythonNamed } from "../core/pip/message-make.ts";
import { sayAdvice } from "../core/pip/message-advise.ts";
import { sayRefusal } from "../core/pip/message.ts";
import { parseFrozen } from "../core/pip/parse-frozen.ts";
import type { Python } from "../core/pip/python.ts";
import { interpreterIn, runsOwnPython, startsScripts } from "../core/script-python.ts";
import type { Question } from "../wire/question.ts";
import { describeTarget } from "./describe-target.ts";
import type { Examined } from "./examine-pip.ts";
import { lookAtActive } from "./pip-caller.ts";
import type { PipPorts } from "./pip-ports.ts";
import { spotOf, withoutClosed } from "./pip-spot.ts";
import type { Entered } from "./ports.ts";

export type Told = {
  readonly examined: Examined;
  readonly entered: Entered;
  readonly speech: Speech;
};

/** The words for a decision that needs some; empty where it needs none. */
export async function wordDecision(
  question: Question,
  told: Told,
  ports: PipPorts,
): Promise<Bytes> {
  const { decision } = told.examined;
  if (decision.decision === "allow" || decision.decision === "route") {
    return asBytes("");
  }
  if (decision.rule === "V1-venv-default") {
    return asBytes(`pyguard: nothing was made: ${decision.reason}`);
  }
  const facts = await gather(question, told, ports);
  const say = decision.decision === "refuse" ? sayRefusal : sayAdvice;
  return say(facts, told.speech);
}

async function gather(
  question: Question,
  { examined, entered }: Told,
  ports: PipPorts,
): Promise<MessageFacts> {
  const { decision, facts, python, caller, moved } = examined;
  const active = examined.mismatch ?? moved;
  const { situation } = entered;
  const found = await findSpot(question, situation, ports);
  const standing = placeOf(found, situation, question.directory);
  const [{ isFixed, ...around }, looked, target, frozenReason, marker] = await Promise.all([
    ports.lookAround(caller, pythonNamed(question.argv[0] ?? "")),
    standing === null ? null : lookHere(standing, { question, caller, ports }),
    python === null ? null : describeTarget(python, examined, ports),
    python === null ? "" : readFrozen(python, ports),
    python === null ? null : readMarker(python, examined, ports),
  ]);
  const { spot, here } = settle({ found, looked, isFixed }, situation, question);
  const kept = active === null ? keptBy(question, entered) : null;
  return {
    ...around,
    decision,
    argv: question.argv,
    directory: question.directory,
    target,
    spot,
    here,
    hasCondaEnvironment: await hasCondaEnvironment(python, spot, { question, ports }),
    isEntered: entered.answer.state === "in",
    mayEnter: situation.place.kind === "enter",
    active,
    kept,
    missed: kept === "venv" ? await findMissed(question, ports) : null,
    isRoot: ports.isRoot,
    ambient: findAmbient(facts),
    frozenReason,
    marker,
  };
}

/** The names that tutorials give an environment, where none is called as it should be. */
const otherNames = ["venv", "env"].map(asBytes);

async function findSpot(
  { directory }: Question,
  situation: Entered["situation"],
  ports: PipPorts,
): Promise<Spot> {
  if (ports.isRoot && situation.verdict?.kind === "foreign") {
    // Root enters only what is root's, whatever it says.
    return { kind: "unsearched" };
  }
  const spot = spotOf(situation, { directory, uid: ports.uid });
  // One that others could write to would not be taken before it is closed, down to its own files.
  if (spot.kind !== "free" || spot.open !== undefined || !isUsable(directory)) {
    return spot;
  }
  for (const name of otherNames) {
    const parts = ["pyvenv.cfg", "bin/python"].map((part) => join(directory, `${name}/${part}`));
    const types = await Promise.all(parts.map(ports.typeOf));
    if (types.every((type) => type === "file")) {
      return { kind: "named", name };
    }
  }
  return spot;
}

/** The environment that stands here, entered or not. */
function placeOf(spot: Spot, { sighting }: Entered["situation"], directory: Bytes): Bytes | null {
  if (sighting?.kind === "environment") {
    return sighting.facts.environment.path;
  }
  return spot.kind === "named" ? join(directory, spot.name) : null;
}

type Looking = Asked & { readonly caller: Caller };

/** Once it is entered, what was typed is its own only where it has a program of that name. */
async function lookHere(path: Bytes, { question, caller, ports }: Looking): Promise<Active | null> {
  const found = await lookAtActive(path, caller, ports);
  const [name = asBytes("")] = question.argv;
  const entry = readEntryPoint(question.argv);
  const isProgram = entry.kind === "pip" && entry.at === 1;
  if (found === null || !isProgram) {
    return found;
  }
  const program = join(path, `bin/${name}`);
  const hasPip = (await ports.typeOf(program)) === "file";
  const script = hasPip ? await ports.readSmall(program) : null;
  const isNamed = script !== null && interpreterIn(script) !== null;
  const starts = isNamed && runsOwnPython(script, path) && startsScripts(path);
  return { ...found, hasPip, isPipMoved: isNamed && !starts };
}

/** Whose environment stays, whatever stands in this directory. */
function keptBy({ virtualEnv, condaPrefix }: Question, { answer }: Entered): MessageFacts["kept"] {
  if (answer.state !== "keep") {
    return null;
  }
  const conda = condaPrefix === "" ? null : "conda";
  return virtualEnv === "" ? conda : "venv";
}

/** `activate` wrote a path into it that stays when the directory goes: its pip is not found, and another's is. */
async function findMissed({ virtualEnv }: Question, ports: PipPorts): Promise<Bytes | null> {
  return (await ports.typeOf(join(virtualEnv, "bin/python"))) === "nothing" ? virtualEnv : null;
}

type Asked = { readonly question: Question; readonly ports: PipPorts };

async function hasCondaEnvironment(
  python: Python | null,
  spot: Spot,
  { question, ports }: Asked,
): Promise<boolean> {
  const environments = python === null ? null : condaEnvironments(python);
  if (python === null || environments === null) {
    return false;
  }
  const name = condaName(spot, question.directory, python.prefix);
  return (await ports.typeOf(join(environments, `${name}/conda-meta/history`))) === "file";
}

/** Where conda makes environments by name: in its own directory, beside those that it made. */
function condaEnvironments({ kind, prefix }: Python): Bytes | null {
  if (kind === "conda-base") {
    return join(prefix, "envs");
  }
  const isMade = kind === "conda-frozen" || kind === "conda-em";
  return isMade && basename(parent(prefix)) === "envs" ? parent(prefix) : null;
}

type Looked = {
  readonly found: Spot;
  readonly looked: Active | null;
  readonly isFixed: boolean;
};

/** The place, and the environment in it, as far as something can come of them. */
function settle(
  { found, looked, isFixed }: Looked,
  situation: Entered["situation"],
  question: Question,
): Pick<MessageFacts, "spot" | "here"> {
  const usable = looked?.isClosed === true ? withoutClosed(found, situation, question) : found;
  return {
    spot: isFixed ? withoutMaking(usable) : usable,
    here: usable === found ? looked : null,
  };
}

/** A place in which nothing can be made is as good as none. */
function withoutMaking(spot: Spot): Spot {
  return spot.kind === "free" || spot.kind === "occupied" ? { kind: "unsearched" } : spot;
}

async function readFrozen({ kind, prefix }: Python, ports: PipPorts): Promise<string> {
  const content =
    kind === "conda-frozen" ? await ports.readSmall(join(prefix, "conda-meta/frozen")) : null;
  return content === null ? "" : parseFrozen(content);
}

async function readMarker(
  python: Python,
  { decision, caller }: Examined,
  ports: PipPorts,
): Promise<MarkerFacts | null> {
  if (python.marker === null || decision.decision !== "refuse") {
    return null;
  }
  const text = markerText(await ports.readSmall(python.marker), {
    variables: caller.variables,
    version: python.version,
  });
  const isNew = text !== "" && (await ports.isFirst(asBytes(`marker ${python.marker} ${text}`)));
  return { path: python.marker, text, isNew };
}
