// The one line in front of a command that runs all the same.

import { asBytes, type Bytes } from "../bytes.ts";
import { basename } from "../path.ts";
import { showPath } from "../show-name.ts";
import { advise, bringEnvironment } from "./message-advice.ts";
import { venvPackage } from "./message-debian.ts";
import { bringPip } from "./message-pip.ts";
import type { Rule } from "./decision.ts";
import type { MessageFacts, Speech } from "./message-facts.ts";
import { isUninstall, plainRequirements } from "./message-command.ts";

type Say = (facts: MessageFacts, speech: Speech) => string;

const sentences: Partial<Readonly<Record<Rule, Say>>> = {
  "U1-probe-failed": (facts, speech) =>
    `cannot tell which Python this writes to, so it runs unchecked. An environment of your own: ${bringEnvironment(facts, speech)}`,
  "N4-pip-errors": (facts, speech) =>
    `${facts.decision.reason}. What works meanwhile: ${advise(facts, speech).line}`,
  "C1-container": sayContainer,
  "K4-tool-env": sayTool,
  "K5-other-venv": sayOther,
  "K3-isolated": sayBare,
  "K3-conda-env+pip-will-refuse": () =>
    "PIP_REQUIRE_VIRTUALENV is on, and pip takes no conda environment for a virtual one: it will refuse by itself",
  "E1-ensurepip": (facts, speech) =>
    `this puts a pip into ${show(facts.target?.path)}, which every project shares. An environment brings its own: ${bringEnvironment(facts, speech)}`,
};

/** What to say before it runs. */
export function sayAdvice(facts: MessageFacts, speech: Speech): Bytes {
  const say = sentences[facts.decision.rule];
  return asBytes(`pyguard: ${say === undefined ? facts.decision.reason : say(facts, speech)}`);
}

function show(path: Bytes | undefined): string {
  return path === undefined ? "an environment" : showPath(path);
}

function sayOther(facts: MessageFacts, speech: Speech): string {
  const { target, active } = facts;
  return `this pip writes to ${show(target?.prefix)}, not to the active ${show(active?.path)}. Into the active one: ${advise(facts, speech).line}`;
}

/** Let go although nothing will come of it: there is no pip to run. */
function sayBare(facts: MessageFacts, speech: Speech): string {
  const steps = bringPip(facts, speech);
  const name = venvPackage(facts) ?? "ensurepip, which its Python lacks";
  return steps === null
    ? `this environment has no pip yet. For one it takes ${name}: ask whoever looks after this machine`
    : `this environment has no pip yet. Give it one: ${steps}`;
}

function sayContainer(facts: MessageFacts, speech: Speech): string {
  const shared = `the container's own ${show(facts.target?.path)}, which every project here shares`;
  return isUninstall(facts.argv)
    ? `this removes from ${shared}`
    : `this goes into ${shared}. One of its own: ${bringEnvironment(facts, speech)}`;
}

function sayTool(facts: MessageFacts, speech: Speech): string {
  const words = addToTool(facts);
  const better = words === null ? "" : `. What lasts: ${speech.command(words.map(asBytes))}`;
  return `this environment belongs to an installed application, whose next upgrade may undo it${better}`;
}

/** What its maker is told instead; null where that maker is not here, or takes nothing of the kind. */
function addToTool({ argv, target, tools }: MessageFacts): readonly string[] | null {
  const names = isUninstall(argv) ? null : plainRequirements(argv);
  if (target === null || target.tool === null || names === null || !tools.has(target.tool)) {
    return null;
  }
  const application = basename(target.prefix);
  return target.tool === "pipx"
    ? ["pipx", "inject", application, ...names]
    : ["uv", "tool", "install", application, ...names.flatMap((name) => ["--with", name])];
}
