// What `pyguard status` knows of here and now.

import { asBytes, toText, type Bytes } from "../../daemon/core/bytes.ts";
import { isWithin } from "../../daemon/core/path.ts";
import type { Verdict } from "../../daemon/core/judge-trust.ts";
import type { Settings } from "../../daemon/core/settings.ts";
import type { Sighting } from "../../daemon/core/sighting.ts";
import { explainWhyNot } from "../../daemon/core/words-for-trust.ts";
import { enter } from "../../daemon/service/answer-here.ts";
import { markPlace, systemSiteEnvironment } from "../../daemon/service/mark-place.ts";
import type { Situation } from "../../daemon/service/situation.ts";
import type { Answer } from "../../daemon/wire/answer.ts";
import type { Question } from "../../daemon/wire/question.ts";
import type { Context } from "../context.ts";
import { readShellFacts, type ShellFacts } from "../doctor/shell-facts.ts";
import { isOff } from "../is-off.ts";
import { isFixedHere } from "../trust/is-fixed.ts";
import { sayNothing, show } from "../trust/words.ts";
import { askHere } from "../question.ts";
import type { Workspace } from "../trust/workspace.ts";
import { findDaemon, findHindrance, type Answering } from "./find-daemon.ts";

export type Status = Answering & {
  readonly directory: string;
  /** The environment that stands here, entered or not; null where none does. */
  readonly environment: string | null;
  readonly name: string;
  readonly version: string;
  readonly isActive: boolean;
  /** `in`, `out` or `keep`, as a shell with these variables would be told. */
  readonly state: string;
  /** Why it is not entered, and what to type; empty where it is. */
  readonly why: string;
  readonly trust: string;
  /** Where `bin/python` leads; null where it leads nowhere, or was not looked at before trust. */
  readonly interpreter: string | null;
  readonly kind: string;
  /** What a prompt segment warns about, a letter each. */
  readonly marks: string;
  /** VIRTUAL_ENV, or empty. */
  readonly virtualEnv: string;
  /** CONDA_PREFIX, or empty. */
  readonly condaPrefix: string;
  /** What is wrong with the configuration. */
  readonly complaints: readonly string[];
};

/** Nothing stands in the way. */
const soon = "it will be at the next prompt of a shell that has pyguard's line";

/** Only a daemon could tell the shell. */
const unheard = "no daemon can run here; to see what to do: pyguard doctor";

/** Why a shell with these variables will not enter what is here; null where it will, or is in it. */
export function whyNotSoon({ isActive, why }: Status): string | null {
  return isActive || why === soon ? null : why;
}

export async function gatherStatus(context: Context, workspace: Workspace): Promise<Status> {
  const facts = readShellFacts(context.environment);
  const question = asked(context, facts);
  const { answer, situation } = await enter(question, workspace.ports);
  const { sighting, verdict, settings } = situation;
  const seen = {
    sighting,
    verdict,
    state: answer.state,
    settings,
    isFixed: await isFixedHere(context.directory, sighting),
  };
  const isActive = await isEntered(question.virtualEnv, sighting, workspace);
  const whyNot =
    sayOff(context, facts) ?? sayIgnored(context, settings) ?? sayWhy(context, seen, workspace);
  return {
    directory: toText(context.directory),
    isActive,
    state: answer.state,
    why: isActive ? "" : whyNot === soon && isUnheard(context) ? unheard : whyNot,
    trust: verdict?.kind ?? "",
    marks: toText(await findMarks(answer, situation, workspace)),
    virtualEnv: toText(question.virtualEnv),
    condaPrefix: toText(question.condaPrefix),
    ...(await findDaemon(context, workspace)),
    complaints: settings.complaints.map(toText),
    ...describe(sighting, verdict),
  };
}

/** Whether a shell with these variables has nobody to ask; without a daemon, where that is meant, it asks all the same. */
function isUnheard(context: Context): boolean {
  return !isOff("PYGUARD_DAEMON", context) && findHindrance(context) !== null;
}

/** As the shell itself would ask that typed the command. */
function asked(context: Context, facts: ShellFacts | null): Question {
  const question = askHere(context);
  return { ...question, flags: { ...question.flags, leftByHand: facts?.isLeft ?? false } };
}

/** At a prompt nobody waits for a look at the account's own packages; here one does. */
async function findMarks(
  { marks, state }: Answer,
  situation: Situation,
  { ports }: Workspace,
): Promise<Bytes> {
  const environment = state === "in" ? systemSiteEnvironment(situation) : null;
  if (environment === null) {
    return marks;
  }
  await ports.userSite.look(environment);
  return markPlace(situation, ports);
}

function sayOff({ environment }: Context, facts: ShellFacts | null): string | null {
  if (isOff("PYGUARD", { environment })) {
    return `PYGUARD=${toText(environment.get("PYGUARD") ?? asBytes(""))} is set, so pyguard does nothing`;
  }
  if (facts?.isOff === true) {
    return "pyguard is off in this shell; to have it back: pyguard on";
  }
  return facts?.isLeft === true
    ? "you left it by deactivate; to enter it again: pyguard enter"
    : null;
}

function sayIgnored({ directory }: Context, { enter: isOn, ignore }: Settings): string | null {
  return !isOn || ignore.some((each) => isWithin(directory, each))
    ? "your configuration says not to enter it"
    : null;
}

async function isEntered(
  virtualEnv: Bytes,
  sighting: Sighting | null,
  { ports }: Workspace,
): Promise<boolean> {
  if (virtualEnv === "" || sighting?.kind !== "environment") {
    return false;
  }
  return (await ports.canonical(virtualEnv)) === sighting.facts.environment.path;
}

type Seen = {
  readonly sighting: Sighting | null;
  readonly verdict: Verdict | null;
  readonly state: string;
  readonly settings: Settings;
  /** Nothing can be written here. */
  readonly isFixed: boolean;
};

function sayWhy(
  context: Context,
  { sighting, verdict, state, settings, isFixed }: Seen,
  { ports }: Workspace,
): string {
  if (sighting === null) {
    return "its file system does not answer";
  }
  if (sighting.kind === "none" || sighting.kind === "gone") {
    return sayNothing(context.directory, sighting, { ...settings, isFixed });
  }
  if (verdict?.kind === "denied" || isDeniedRedirect(sighting)) {
    const refused = sighting.kind === "environment" ? show(sighting.facts.named) : "it";
    return `you refused ${refused}; to take that back: pyguard forget`;
  }
  const why = explainWhyNot(sighting, verdict, ports.names);
  if (why !== "") {
    return toText(why);
  }
  return state === "keep" ? "another environment was activated by hand, and that wins" : soon;
}

/** A file or link that names an environment has no verdict before it is followed. */
function isDeniedRedirect(sighting: Sighting): boolean {
  return sighting.kind === "unusable" && sighting.why.kind === "denied-redirect";
}

type Described = Pick<Status, "environment" | "name" | "interpreter" | "kind" | "version">;

function describe(sighting: Sighting | null, verdict: Verdict | null): Described {
  if (sighting?.kind !== "environment") {
    const kind = sighting?.kind ?? "";
    return { environment: null, name: "", interpreter: null, kind, version: "" };
  }
  const { environment, python } = sighting.facts;
  const isKnown = verdict?.kind === "trusted";
  return {
    environment: toText(environment.path),
    name: toText(environment.name),
    interpreter: isKnown && python !== null ? toText(python.path) : null,
    kind: environment.systemSitePackages ? "venv-system-site" : "venv",
    version: toText(environment.version),
  };
}
