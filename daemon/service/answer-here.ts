// Answers `here`: what this shell should be in, in this directory.

import { asBytes, type Bytes } from "../core/bytes.ts";
import { marksOutside } from "../core/marks.ts";
import { isWithin } from "../core/path.ts";
import { planActivation, type Plan, type ShellState } from "../core/plan-activation.ts";
import { describeSegment } from "../core/segment.ts";
import type { Sighting } from "../core/sighting.ts";
import type { Answer } from "../wire/answer.ts";
import type { Question } from "../wire/question.ts";
import { markPlace } from "./mark-place.ts";
import type { Entered, Ports } from "./ports.ts";
import { situateShell, type Situation } from "./situation.ts";

const nothing = asBytes("");

/** What this shell should be in, and what that rests on: a `pip` question goes on from there. */
export async function enter(question: Question, ports: Ports): Promise<Entered> {
  const situation = await situateShell(question, ports);
  const plan = planActivation(await readShell(question, situation, ports), situation.place);
  return { situation, answer: await compose(question, { plan, situation }, ports) };
}

type Planned = { readonly plan: Plan; readonly situation: Situation };

async function compose(
  question: Question,
  { plan, situation }: Planned,
  ports: Ports,
): Promise<Answer> {
  const { sighting } = situation;
  const isIn = plan.kind === "in";
  const own = isIn ? ownOf(situation, ports) : await ownByHand(question, situation, ports);
  return {
    number: question.number,
    directory: question.directory,
    state: plan.kind,
    environment: isIn ? plan.environment.path : nothing,
    root: rootOf(situation),
    ...describe({ plan, situation }, ports),
    // Without a witness the hook asks again at the next prompt.
    witness: sighting === null || isNotReady(sighting) ? nothing : ports.witness(),
    stamp: own.stamp,
    venvHere: situation.venvHere,
    line: await lineFor(question, { plan, situation }, ports),
    decision: own.hasPip ? "allow" : "",
    text: nothing,
    argv: [],
  };
}

type Shown = Pick<Answer, "name" | "pythonVersion" | "marks">;

function describe({ plan, situation }: Planned, ports: Ports): Shown {
  const { sighting } = situation;
  const marks = markPlace(situation, ports);
  if (plan.kind === "keep") {
    // Whoever brought an environment along does not lack one.
    const kept = asBytes(marksOutside(marks).replace("n", ""));
    return { name: nothing, pythonVersion: nothing, marks: kept };
  }
  const isEntered = plan.kind === "in";
  const environment = sighting?.kind === "environment" ? sighting.facts.environment : null;
  const { name, version } = describeSegment(environment, marks, { isEntered });
  return { name, pythonVersion: version, marks: isEntered ? marks : marksOutside(marks) };
}

function rootOf({ sighting }: Situation): Bytes {
  return sighting?.kind === "environment" || sighting?.kind === "unusable"
    ? sighting.spot.root
    : nothing;
}

/** What a shell's wrappers rest on: they step aside where the environment's own pip and Python come first. */
type Own = { readonly stamp: Bytes; readonly hasPip: boolean };

/** Of the environment that is entered. */
function ownOf({ sighting, settings }: Situation, ports: Ports): Own {
  if (sighting?.kind !== "environment") {
    return { stamp: nothing, hasPip: false };
  }
  const { environment, mount } = sighting.facts;
  return {
    stamp: mount.isRemote ? nothing : ports.stamp(environment.path, sighting.newest),
    hasPip: sighting.hasOwnPip && isPlain(settings),
  };
}

/** Of one that somebody activated by hand, whoever's it is. */
async function ownByHand(
  { virtualEnv, active }: Question,
  { settings }: Situation,
  ports: Ports,
): Promise<Own> {
  const isByHand = virtualEnv !== "" && virtualEnv !== active.environment;
  const newest =
    isByHand && isPlain(settings) ? await ports.findOwnPip(virtualEnv).catch(() => null) : null;
  const stamp = newest === null ? nothing : ports.stamp(virtualEnv, newest);
  return { stamp, hasPip: stamp !== "" };
}

/** Nothing is set under which even an environment's own pip has to be asked about. */
function isPlain({ minPython, route }: Situation["settings"]): boolean {
  return minPython === "" && route === "off";
}

/** Somebody is making it this moment. */
function isNotReady(sighting: Sighting): boolean {
  return sighting.kind === "unusable" && sighting.why.kind === "not-ready";
}

/** Said once in a login, and never to programs. */
async function lineFor(
  question: Question,
  { plan, situation }: Planned,
  ports: Ports,
): Promise<Bytes> {
  if (question.shell === "cli") {
    return nothing;
  }
  const { line, settings } = situation;
  const complaints = settings.complaints.map((complaint) => asBytes(`pyguard: ${complaint}`));
  for (const candidate of plan.kind === "out" ? [line, ...complaints] : complaints) {
    const place = candidate === line ? rootOf(situation) : nothing;
    if (candidate !== "" && (await ports.isFirst(asBytes(`${place}\0${candidate}`)))) {
      return candidate;
    }
  }
  return nothing;
}

async function readShell(
  question: Question,
  { place }: Situation,
  ports: Ports,
): Promise<ShellState> {
  const { active, condaPrefix, flags } = question;
  const known = place.kind === "enter" ? place.environment.path : nothing;
  const virtualEnv = await resolveVirtualEnv(question, known, ports);
  return {
    virtualEnv,
    active: active.environment,
    hasConda: condaPrefix !== "" && !(await ports.isCondaBase(condaPrefix)),
    isBackground: flags.background && !(await ports.isProjectEnvironment(virtualEnv)),
    isLeftByHand: flags.leftByHand || isJustLeft(question),
  };
}

/** VIRTUAL_ENV gone, the marker still there: `deactivate` was typed, and this is the first question since. */
function isJustLeft({ virtualEnv, active, directory }: Question): boolean {
  return virtualEnv === "" && active.environment !== "" && isWithin(directory, active.root);
}

async function resolveVirtualEnv(
  { virtualEnv, active }: Question,
  known: Bytes,
  ports: Ports,
): Promise<Bytes> {
  if (virtualEnv === "" || virtualEnv === active.environment || virtualEnv === known) {
    return virtualEnv;
  }
  return (await ports.canonical(virtualEnv)) ?? virtualEnv;
}
