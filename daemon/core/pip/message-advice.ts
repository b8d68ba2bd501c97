// The one line to paste: what does it right in this place, with the tools that are here.

import { asBytes, type Bytes } from "../bytes.ts";
import { closing } from "../closing.ts";
import { basename } from "../path.ts";
import { overrule } from "./ambient.ts";
import { asModule } from "./as-pip.ts";
import { isApplication } from "./applications.ts";
import { isIsolated } from "./kind.ts";
import { compose, type Advice } from "./message-line.ts";
import { adviseNew, leaveKept, makeNew } from "./message-new.ts";
import { condaProgram, givePip } from "./message-pip.ts";
import type { LockTool, MessageFacts, Speech, Spot } from "./message-facts.ts";
import { plainRequirements, projectName } from "./message-command.ts";
import { withoutDestination } from "./without-destination.ts";

/** Picks the line. The first of these that fits this place is it. */
export function advise(facts: MessageFacts, speech: Speech): Advice {
  return (
    adviseWithoutUser(facts, speech) ??
    adviseActive(facts, speech) ??
    adviseLockTool(facts, speech) ??
    adviseApplication(facts, speech) ??
    adviseConda(facts, speech) ??
    adviseEnvironment(facts, speech)
  );
}

/** The command as it will be right. */
export function repaired(facts: MessageFacts): readonly Bytes[] {
  const { argv, ambient } = facts;
  return overrule(withoutDestination(argv), { ambient, environment: environmentFor(facts) });
}

/** The environment that the line enters, or makes where it has gone to. */
function environmentFor(facts: MessageFacts): Bytes {
  const { active, here, target } = facts;
  const own = isIntoOwn(facts) ? target?.prefix : undefined;
  return own ?? active?.path ?? here?.path ?? asBytes(".venv");
}

/** Without --user it goes where it should. */
function isIntoOwn({ decision: { rule, kind }, target }: MessageFacts): boolean {
  const isTheirs = isIsolated(kind) && kind !== "trusted-prefix";
  return rule === "K2-user-site" && isTheirs && (target?.isWritable ?? true);
}

function adviseWithoutUser(facts: MessageFacts, speech: Speech): Advice | null {
  return isIntoOwn(facts)
    ? compose(
        { title: "Into this environment itself:", before: [], command: repaired(facts) },
        speech,
      )
    : null;
}

/** Another environment is active than the one this pip belongs to. */
function adviseActive(facts: MessageFacts, speech: Speech): Advice | null {
  const { active } = facts;
  if (active === null) {
    return null;
  }
  const command = repaired(facts);
  if (active.hasPip) {
    const own = asModule(command, active.python);
    return compose({ title: "Into your active environment:", before: [], command: own }, speech);
  }
  return compose(givePip(facts, active, { speech, command }), speech);
}

const additions: Readonly<Record<LockTool, string>> = {
  uv: "uv add",
  poetry: "poetry add",
  pdm: "pdm add",
  pipenv: "pipenv install",
};

/** A lock file rules here: what is added by pip would not be in it. */
function adviseLockTool(facts: MessageFacts, speech: Speech): Advice | null {
  const { lock, tools } = facts;
  const names = plainRequirements(facts.argv);
  if (lock === null || names === null || !tools.has(lock)) {
    return null;
  }
  const before = facts.spot.kind === "untrusted" ? [asBytes("pyguard trust")] : [];
  const command = [...additions[lock].split(" ").map(asBytes), ...names];
  return compose(
    { title: `This project is ${lock}'s. Add it there, one line:`, before, command },
    speech,
  );
}

/** A program to use, asked for where no project is. */
function adviseApplication(facts: MessageFacts, speech: Speech): Advice | null {
  const command = installApplication(facts);
  if (command === null || facts.isProject || facts.spot.kind === "untrusted") {
    return null;
  }
  return compose(
    {
      title: "It is an application. Into an environment of its own, one line:",
      before: [],
      command,
    },
    speech,
  );
}

/** How an application is installed by what is here; null where it is none or nothing is here. */
export function installApplication(facts: MessageFacts): readonly Bytes[] | null {
  const names = plainRequirements(facts.argv);
  const [only] = names ?? [];
  if (names?.length !== 1 || only === undefined || !isApplication(projectName(only))) {
    return null;
  }
  if (facts.tools.has("pipx")) {
    return ["pipx", "install", only].map(asBytes);
  }
  return facts.tools.has("uv") ? ["uv", "tool", "install", only].map(asBytes) : null;
}

function adviseConda(facts: MessageFacts, speech: Speech): Advice | null {
  const { decision, spot, tools } = facts;
  const program = condaProgram(facts);
  const isCondas = /^conda-(base|frozen|em|env)$/.test(decision.kind);
  // Where conda puts it is not known here, and a prefix that is set elsewhere can only be undone by naming one.
  const canEnter =
    program !== null && tools.has("conda activate") && !facts.ambient.includes("prefix");
  if (!isCondas || !canEnter || ["untrusted", "named", "left"].includes(spot.kind)) {
    return null;
  }
  const name = condaName(spot, facts.directory, facts.target?.prefix ?? asBytes(""));
  const enter = `${program} activate ${name}`;
  const make = facts.hasCondaEnvironment ? [] : [`${program} create -n ${name} python pip`];
  const title = facts.hasCondaEnvironment
    ? `Enter the environment ${name} that is there and install, one line:`
    : "Make an environment and install, one line:";
  return compose(
    { title, before: [...make, enter].map(asBytes), command: repaired(facts) },
    speech,
  );
}

/** What an environment of conda's for this directory is called: not as the one that is not to be changed. */
export function condaName({ kind }: Spot, directory: Bytes, prefix: Bytes): string {
  const own = kind === "unsearched" ? "" : basename(directory);
  const name = own.replaceAll(/[^A-Za-z0-9_.-]+/g, "-").replaceAll(/^[-.]+|[-.]+$/g, "");
  const free = name === "" || name === "base" || name === "root" ? "my-project" : name.slice(0, 40);
  return free === basename(prefix) ? `${free}-2` : free;
}

/** An environment in this directory, or in one that is made for it. */
function adviseEnvironment(facts: MessageFacts, speech: Speech): Advice {
  const command = repaired(facts);
  const before = facts.isEntered ? [] : enterHere(facts, speech);
  if (before === null) {
    return adviseNew(facts, { speech, command });
  }
  const title = facts.isEntered ? "Into the environment that you are in:" : titleFor(facts.spot);
  const { here } = facts;
  if (here === null || here.hasPip) {
    const own = here?.isPipMoved === true ? asModule(command) : command;
    return compose({ title, before, command: own }, speech);
  }
  const given = givePip(facts, here, { speech, command });
  return compose(
    {
      title: given.isLacking ? given.title : title,
      before: [...before, ...given.before],
      command: given.command,
    },
    speech,
  );
}

function titleFor({ kind }: Spot): string {
  if (kind === "named") {
    return "One is here under another name. If it is yours, use it from now on and install, one line:";
  }
  return kind === "left"
    ? "Enter the one that is here and install, one line:"
    : "One is here. If it is yours, trust it and install, one line:";
}

/** What enters the environment that is here; null where none is. */
function enterHere(facts: MessageFacts, speech: Speech): readonly Bytes[] | null {
  const { spot, mayEnter } = facts;
  const out = leaveKept(facts);
  switch (spot.kind) {
    case "untrusted":
      return [...out, asBytes("pyguard trust")];
    case "writable": {
      const mend = speech.command(closing(spot.open));
      return [...out, mend, asBytes("pyguard trust")];
    }
    case "named":
      return [...out, speech.command(["pyguard", "use", spot.name].map(asBytes))];
    case "left":
      return [...out, mayEnter ? asBytes("pyguard enter") : speech.activation(spot.environment)];
    case "free":
    case "occupied":
    case "unsearched":
      return null;
  }
}

/** What brings this place an environment of its own, with nothing installed yet. */
export function bringEnvironment(facts: MessageFacts, speech: Speech): Bytes {
  return speech.chain(enterHere(facts, speech) ?? makeNew(facts, { speech, command: [] }).steps);
}
