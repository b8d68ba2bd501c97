// Answers `here`: what this shell should be in, in this directory.

import { asBytes, type Bytes } from "../core/bytes.ts";
import { showMarks } from "../core/marks.ts";
import { isWithin } from "../core/path.ts";
import { planActivation, type Plan, type ShellState } from "../core/plan-activation.ts";
import type { Sighting } from "../core/sighting.ts";
import type { Answer } from "../wire/answer.ts";
import type { Question } from "../wire/question.ts";
import type { Ports } from "./ports.ts";
import { situate, type Situation } from "./situation.ts";

const nothing = asBytes("");

export async function answerHere(question: Question, ports: Ports): Promise<Answer> {
  return (await enterFirst(question, ports)).answer;
}

/** What `here` says, and what it rests on: a `pip` question goes on from there. */
export async function enterFirst(
  question: Question,
  ports: Ports,
): Promise<{ readonly answer: Answer; readonly situation: Situation }> {
  const situation = await situate(question.directory, ports);
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
  const isRemote = sighting?.kind === "environment" && sighting.isRemote;
  return {
    number: question.number,
    directory: question.directory,
    state: plan.kind,
    environment: isIn ? plan.environment.path : nothing,
    root: rootOf(situation),
    ...describe({ plan, situation }),
    // Without a witness the hook asks again at the next prompt.
    witness: sighting === null || isNotReady(sighting) ? nothing : ports.witness(),
    stamp: isIn && !isRemote ? await stampOf(situation, ports) : nothing,
    venvHere: situation.venvHere,
    line: await lineFor(question, { plan, situation }, ports),
    decision: isIn && ownsItsPip(situation) ? "allow" : "",
    text: nothing,
    argv: [],
  };
}

function describe({ plan, situation }: Planned): Pick<Answer, "name" | "pythonVersion" | "marks"> {
  const { sighting, verdict } = situation;
  const environment = sighting?.kind === "environment" ? sighting.facts.environment : null;
  const isShown = plan.kind !== "keep" && environment !== null;
  return {
    name: isShown ? environment.name : nothing,
    pythonVersion: isShown ? environment.version : nothing,
    marks: sighting === null ? nothing : showMarks(sighting, verdict),
  };
}

function rootOf({ sighting }: Situation): Bytes {
  return sighting?.kind === "environment" || sighting?.kind === "unusable"
    ? sighting.spot.root
    : nothing;
}

async function stampOf({ sighting }: Situation, ports: Ports): Promise<Bytes> {
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
  if (situation.line === "" || plan.kind !== "out" || question.shell === "cli") {
    return nothing;
  }
  return (await ports.isFirst(situation.line)) ? situation.line : nothing;
}

async function readShell(
  question: Question,
  { place, settings }: Situation,
  ports: Ports,
): Promise<ShellState> {
  const { virtualEnv, active, condaPrefix, flags, directory } = question;
  const isDropped = virtualEnv === "" && active.environment !== "";
  const known = place.kind === "enter" ? place.environment.path : nothing;
  const canonical =
    virtualEnv === "" || virtualEnv === active.environment || virtualEnv === known
      ? virtualEnv
      : ((await ports.canonical(virtualEnv)) ?? virtualEnv);
  return {
    virtualEnv: canonical,
    active: active.environment,
    hasConda: condaPrefix !== "" && !(await ports.isCondaBase(condaPrefix)),
    isBackground:
      flags.background && !(settings.enter && (await ports.isProjectEnvironment(canonical))),
    isLeftByHand: flags.leftByHand || (isDropped && isWithin(directory, active.root)),
  };
}
