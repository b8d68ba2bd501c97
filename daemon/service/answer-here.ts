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
  const isRemote = sighting?.kind === "environment" && sighting.facts.mount.isRemote;
  return {
    number: question.number,
    directory: question.directory,
    state: plan.kind,
    environment: isIn ? plan.environment.path : nothing,
    root: rootOf(situation),
    ...describe({ plan, situation }, ports),
    // Without a witness the hook asks again at the next prompt.
    witness: sighting === null || isNotReady(sighting) ? nothing : ports.witness(),
    stamp: isIn && !isRemote ? stampOf(situation, ports) : nothing,
    venvHere: situation.venvHere,
    line: await lineFor(question, { plan, situation }, ports),
    decision: isIn && ownsItsPip(situation) ? "allow" : "",
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

function stampOf({ sighting }: Situation, ports: Ports): Bytes {
  return sighting?.kind === "environment"
    ? ports.stamp(sighting.facts.environment.path, sighting.newest)
    : nothing;
}

/** Somebody is making it this moment. */
function isNotReady(sighting: Sighting): boolean {
  return sighting.kind === "unusable" && sighting.why.kind === "not-ready";
}

function ownsItsPip({ sighting, settings }: Situation): boolean {
  const isPlain = settings.minPython === "" && settings.route === "off";
  return sighting?.kind === "environment" && sighting.hasOwnPip && isPlain;
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
