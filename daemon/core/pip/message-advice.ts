// The one line to paste: what does it right in this place, with the tools that are here.

import { asBytes, type Bytes } from "../bytes.ts";
import { basename } from "../path.ts";
import { isApplication } from "./applications.ts";
import { isIsolated } from "./kind.ts";
import { compose, type Advice } from "./message-line.ts";
import { adviseNew, missingVenvPackage } from "./message-new.ts";
import type { Active, LockTool, MessageFacts, Speech } from "./message-facts.ts";
import { plainRequirements, projectName, verbAt, withoutUser } from "./message-command.ts";

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

/** The command as it will be right: without `--user` where that was the mistake. */
function repaired(facts: MessageFacts): readonly Bytes[] {
  return facts.decision.rule === "K2-user-site"
    ? withoutUser(facts.argv, facts.userIsAmbient)
    : facts.argv;
}

function adviseWithoutUser(facts: MessageFacts, speech: Speech): Advice | null {
  const { rule, kind } = facts.decision;
  const isOwn = rule === "K2-user-site" && isIsolated(kind) && kind !== "trusted-prefix";
  return isOwn
    ? compose(
        { title: "Into this environment itself:", before: [], command: repaired(facts) },
        speech,
      )
    : null;
}

/** Another environment is active than the one this pip belongs to. */
function adviseActive(facts: MessageFacts, speech: Speech): Advice | null {
  const { active, tools } = facts;
  if (active === null) {
    return null;
  }
  const command = repaired(facts);
  const words = command.slice(verbAt(command));
  if (active.hasPip) {
    const own = ["python", "-m", "pip"].map(asBytes);
    return compose(
      { title: "Into your active environment:", before: [], command: [...own, ...words] },
      speech,
    );
  }
  if (tools.has("uv")) {
    const own = ["uv", "pip"].map(asBytes);
    return compose(
      { title: "Into your active environment, with uv:", before: [], command: [...own, ...words] },
      speech,
    );
  }
  const own = ["python", "-m", "pip"].map(asBytes);
  const title = "Give it a pip and install, one line:";
  const before = givePip(facts, active);
  return compose({ title, before, command: [...own, ...words] }, speech);
}

function givePip(facts: MessageFacts, { isConda, hasEnsurepip }: Active): readonly Bytes[] {
  const program = condaProgram(facts);
  return isConda && program !== null
    ? [asBytes(`${program} install pip`)]
    : [...missingVenvPackage(facts, hasEnsurepip), asBytes("python -m ensurepip")];
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
  const { decision, spot, directory } = facts;
  const program = condaProgram(facts);
  const isCondas = decision.kind === "conda-base" || decision.kind === "conda-frozen";
  if (!isCondas || program === null || spot.kind === "untrusted" || spot.kind === "left") {
    return null;
  }
  const name = condaName(spot.kind === "unsearched" ? asBytes("") : basename(directory));
  const before = [`${program} create -n ${name} python pip`, `${program} activate ${name}`];
  return compose(
    {
      title: "Make an environment and install, one line:",
      before: before.map(asBytes),
      command: repaired(facts),
    },
    speech,
  );
}

function condaProgram({ tools }: MessageFacts): string | null {
  return ["conda", "mamba", "micromamba"].find((name) => tools.has(name)) ?? null;
}

function condaName(directory: Bytes): string {
  const name = directory.replaceAll(/[^A-Za-z0-9_.-]+/g, "-").replaceAll(/^[-.]+|[-.]+$/g, "");
  return name === "" || name === "base" || name === "root" ? "my-project" : name.slice(0, 40);
}

/** An environment in this directory, or in one that is made for it. */
function adviseEnvironment(facts: MessageFacts, speech: Speech): Advice {
  const { spot } = facts;
  const command = repaired(facts);
  switch (spot.kind) {
    case "untrusted":
    case "writable": {
      const before =
        spot.kind === "writable" ? [speech.command(["chmod", "go-w", spot.path].map(asBytes))] : [];
      const title = "One is here. If it is yours, trust it and install, one line:";
      return compose({ title, before: [...before, asBytes("pyguard trust")], command }, speech);
    }
    case "left": {
      const enter = facts.mayEnter ? asBytes("pyguard enter") : speech.activation(spot.environment);
      const title = "Enter the one that is here and install, one line:";
      return compose({ title, before: [enter], command }, speech);
    }
    case "free":
    case "occupied":
    case "unsearched":
      return adviseNew(facts, { speech, command });
  }
}
