// Gathers what a decision about one pip command rests on, then has it decided.

import { asBytes, type Bytes } from "../core/bytes.ts";
import { isWithin, join } from "../core/path.ts";
import type { Caller } from "../core/pip/caller.ts";
import type { Decision } from "../core/pip/decision.ts";
import { readEntryPoint } from "../core/pip/entry-point.ts";
import { ordinaryFacts, type PipFacts } from "../core/pip/facts.ts";
import { judgePip } from "../core/pip/judge-pip.ts";
import { isIsolated } from "../core/pip/kind.ts";
import type { Active } from "../core/pip/message-facts.ts";
import { parsePip } from "../core/pip/parse-pip.ts";
import type { Followed, Missing, Python } from "../core/pip/python.ts";
import { decide } from "../core/pip/rules.ts";
import { userSite } from "../core/pip/sites.ts";
import { hidesUserSite } from "../core/pip/user-site.ts";
import { showPath } from "../core/show-name.ts";
import type { Question } from "../wire/question.ts";
import { judgeByLeads } from "./follow-destinations.ts";
import { findActive, lookAtActive, readCaller } from "./pip-caller.ts";
import type { Found, PipPorts } from "./pip-ports.ts";
import type { Entered } from "./ports.ts";

export type Examined = {
  readonly decision: Decision;
  readonly facts: PipFacts;
  readonly caller: Caller;
  /** Null where the command was let go before its interpreter mattered. */
  readonly followed: Followed | null;
  /** The interpreter that is written to. */
  readonly python: Python | null;
  /** The environment that is active without being the one that is written to. */
  readonly mismatch: Active | null;
  /** The active environment, where the pip that was typed is its own and was made for another place. */
  readonly moved: Active | null;
};

/** `entered` is the answer so far: the decision is as if that had been applied. Throws where a file system does not answer. */
export async function examine(
  question: Question,
  entered: Entered,
  ports: PipPorts,
): Promise<Examined> {
  const caller = readCaller(question, entered, ports);
  const early = { ...earlyFacts(question, entered), home: caller.home };
  const entry = readEntryPoint(question.argv);
  const nothing = { caller, followed: null, python: null, mismatch: null, moved: null };
  if (entry.kind === "venv") {
    const facts = { ...early, venvHere: await lookForVenv(question.directory, ports) };
    return { ...nothing, facts, decision: judgePip(facts) };
  }
  const gate = judgePip({ ...early, kind: "unknown" });
  if (/^[GP]/.test(gate.rule)) {
    return { ...nothing, facts: early, decision: gate };
  }
  return entry.kind === "pip" || entry.kind === "setup" || entry.kind === "ensurepip"
    ? examineInterpreter({ question, entered, caller, early }, ports)
    : { ...nothing, facts: early, decision: gate };
}

/** What is known before any file was looked at. */
function earlyFacts(question: Question, { situation }: Entered): PipFacts {
  const { settings } = situation;
  return {
    ...ordinaryFacts,
    argv: question.argv,
    kind: "unknown",
    environment: question.variables,
    directory: question.directory,
    interactive: question.flags.interactive || question.shell === "cli",
    guard: settings.guard,
    route: settings.route,
    minPython: settings.minPython === "" ? null : settings.minPython,
  };
}

async function lookForVenv(directory: Bytes, ports: PipPorts): Promise<PipFacts["venvHere"]> {
  const [type, cfg] = await Promise.all([
    ports.typeOf(join(directory, ".venv")),
    ports.typeOf(join(directory, ".venv/pyvenv.cfg")),
  ]);
  if (type === "nothing" || type === "file") {
    return type;
  }
  return cfg === "file" ? "environment" : "other";
}

type Subject = {
  readonly question: Question;
  readonly entered: Entered;
  readonly caller: Caller;
  readonly early: PipFacts;
};

async function examineInterpreter(subject: Subject, ports: PipPorts): Promise<Examined> {
  const { question, entered, caller, early } = subject;
  const followed = await ports.follow(question.argv, caller);
  const nothing = { caller, followed, python: null, mismatch: null, moved: null, facts: early };
  if (followed.kind === "missing") {
    return { ...nothing, ...(await judgeMissing(followed, subject, ports)) };
  }
  if (followed.kind === "unknown") {
    return { ...nothing, decision: judgePip(early) };
  }
  const trusted = trustedIn(entered);
  const own = await readPython({ ...followed, trusted }, caller, ports);
  const configuration = await ports.readConfiguration(own.prefix, caller);
  const facts = {
    ...early,
    configuration: configuration.files,
    configurationBroken: configuration.isBroken,
    pipVersion: own.pipVersion,
    container: await ports.isContainer(),
  };
  const examined = await judgeWith({ ...subject, followed, own, facts }, ports);
  if (followed.passed === undefined || examined.decision.decision !== "allow") {
    return examined;
  }
  // Another's pip would answer in its place, and who typed it would not know.
  const instead = await judgeMissing(followed.passed, subject, ports);
  return instead.moved === null ? examined : { ...nothing, ...instead, followed: followed.passed };
}

/** The shell says so itself; that an environment cannot be moved it does not say. */
async function judgeMissing(
  { what, steps }: Missing,
  { entered, caller, early }: Subject,
  ports: PipPorts,
): Promise<Pick<Examined, "decision" | "moved">> {
  const environment = caller.variables.get("VIRTUAL_ENV") ?? asBytes("");
  const isOwn = environment !== "" && steps[0]?.path.startsWith(`${environment}/bin/`) === true;
  const moved = isOwn && what.includes("/") ? await lookAtActive(environment, caller, ports) : null;
  if (moved === null) {
    const reason = "there is no such command, or nothing behind it: the shell says so itself";
    return { decision: decide("N4-pip-errors", early, { reason }), moved };
  }
  const again = entered.answer.environment === environment ? " (pyguard doctor says how)" : "";
  const reason = `this pip does not start: it was made for ${showPath(what)}, which is not there. An environment that was moved has to be made anew${again}`;
  const decision = decide("N4-pip-errors", early, { decision: "advise", reason });
  return { decision, moved };
}

function trustedIn({ situation: { verdict } }: Entered): Found["trusted"] {
  return verdict?.kind === "trusted" ? verdict.environment : undefined;
}

type Looked = Subject & {
  readonly followed: Extract<Followed, { kind: "interpreter" }>;
  readonly own: Python;
  readonly facts: PipFacts;
};

async function judgeWith(looked: Looked, ports: PipPorts): Promise<Examined> {
  const { question, entered, caller, followed, own } = looked;
  const named = await readNamed(looked, ports);
  const python = named.python ?? own;
  const mismatch =
    named.python === null ? await findActive({ question, entered, caller, python }, ports) : null;
  const facts: PipFacts = {
    ...looked.facts,
    ...placesOf(python, caller),
    kind: own.kind,
    interpreter: own.interpreter,
    pythonKind: named.kind,
    pythonInterpreter: named.python?.interpreter ?? null,
    userSiteEnabled: !hidesUserSite({
      python,
      variable: caller.variables.get("PYTHONNOUSERSITE") ?? "",
      // pip starts the Python that --python names without any.
      options: named.python === null ? optionsOf(looked) : [],
    }),
    managedMarker: await hasManagedMarker(python, question.directory, ports),
    activeMismatch: mismatch !== null,
    ...(await projectOf(looked, ports)),
  };
  const judged = await judgeByLeads(facts, ports);
  const decision = concludeFor(judged.decision, { python, isStandIn: followed.isStandIn });
  return { decision, facts: judged.facts, caller, followed, python, mismatch, moved: null };
}

/** An environment without pip, and no other pip on PATH: the shell will only say that there is none. */
function concludeFor(
  decision: Decision,
  { python, isStandIn }: { readonly python: Python; readonly isStandIn: boolean },
): Decision {
  return isStandIn && decision.rule === "K3-isolated" && !python.hasPip
    ? { ...decision, decision: "advise", reason: "this environment has no pip yet" }
    : decision;
}

function placesOf(python: Python, caller: Caller): Partial<PipFacts> & Pick<PipFacts, "prefix"> {
  const { home, variables } = caller;
  const base = variables.get("PYTHONUSERBASE") ?? asBytes("");
  const user = userSite({ ...python, home, base });
  return {
    prefix: python.prefix,
    basePrefix: python.basePrefix,
    localPrefix: python.localPrefix,
    siteDirs: python.siteDirs,
    userBase: user.base,
    userSite: user.site,
    writable: python.isWritable,
    pythonVersion: python.version,
  };
}

/** Looks at an interpreter; one that its owner called their own counts as an environment. */
async function readPython(found: Found, caller: Caller, ports: PipPorts): Promise<Python> {
  const python = await ports.lookAtPython(found, caller);
  const isTheirs =
    !isIsolated(python.kind) &&
    python.kind !== "unknown" &&
    (await ports.isTrustedPrefix(python.prefix));
  return isTheirs
    ? { ...python, kind: "trusted-prefix", evidence: "pyguard trust --prefix was said of it" }
    : python;
}

type Named = { readonly kind: PipFacts["pythonKind"]; readonly python: Python | null };

/** The interpreter of `--python`, PIP_PYTHON or a configuration file, which pip runs itself again under. */
async function readNamed(looked: Looked, ports: PipPorts): Promise<Named> {
  const { facts, caller, question } = looked;
  const entry = readEntryPoint(question.argv);
  const command = entry.kind === "pip" ? parsePip({ ...facts, words: entry.words }) : null;
  const value = command?.kind === "command" ? command.python : "";
  if (value === "") {
    return { kind: null, python: null };
  }
  const interpreter = await ports.findNamedPython(asBytes(value), question.directory);
  if (interpreter === null) {
    return { kind: "pip-errors", python: null };
  }
  const trusted = trustedIn(looked.entered);
  const python = await readPython({ interpreter, isWrapped: false, trusted }, caller, ports);
  return { kind: python.kind, python };
}

/** Python's own: in a script's first line, and as typed. */
function optionsOf({ followed, question }: Looked): readonly string[] {
  const entry = readEntryPoint(question.argv);
  return [...followed.options, ...question.argv.slice(1, entry.kind === "pip" ? entry.at : 1)];
}

const managedMarker = ".pyguard-managed";

/** A file of the manager's in its prefix; one inside the directory that the person stands in says nothing. */
async function hasManagedMarker(
  { prefix }: Python,
  directory: Bytes,
  ports: PipPorts,
): Promise<boolean> {
  const type = isWithin(prefix, directory)
    ? "nothing"
    : await ports.typeOf(join(prefix, managedMarker));
  return type === "file";
}

async function projectOf(
  { entered, facts }: Looked,
  ports: PipPorts,
): Promise<Pick<PipFacts, "projectVenv" | "projectVenvTrusted" | "projectVenvHasPip">> {
  const { sighting, verdict } = entered.situation;
  const isWanted = facts.route === "auto" || facts.environment.has("PYGUARD_ROUTE");
  if (sighting?.kind !== "environment" || !isWanted) {
    return { projectVenv: null, projectVenvTrusted: false, projectVenvHasPip: false };
  }
  const { path } = sighting.facts.environment;
  return {
    projectVenv: path,
    projectVenvTrusted: verdict?.kind === "trusted",
    projectVenvHasPip: (await ports.typeOf(join(path, "bin/pip"))) === "file",
  };
}
