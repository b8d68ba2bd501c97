// Places and machines that messages are tried on.

import { asBytes, fromText } from "../../../../daemon/core/bytes.ts";
import type { Decision, Rule } from "../../../../daemon/core/pip/decision.ts";
import type { Kind } from "../../../../daemon/core/pip/kind.ts";
import type { MessageFacts, Target } from "../../../../daemon/core/pip/message-facts.ts";

export function refuse(rule: Rule, kind: Kind): Decision {
  return { decision: "refuse", exit: 3, rule, reason: "", kind, interpreter: "/usr/bin/python3" };
}

const pythons = ["python", "python3", "python3.9", "python3.11", "pypy3"];

/** Debian's own Python. */
export const debians: Target = {
  path: asBytes("/usr/bin/python3.12"),
  phrase: "Debian's; other programs depend on it",
  prefix: asBytes("/usr"),
  tool: null,
  version: "3.12",
  library: asBytes("python3.12"),
  hasPip: true,
  pipVersion: "24.0",
  hasEnsurepip: true,
  isWritable: true,
  broken: null,
  isSites: false,
  userBase: asBytes("/home/u/.local"),
};

/** `pip install requests` with Debian's Python, in a plain directory, with nothing else on PATH. */
export const plain: MessageFacts = {
  decision: refuse("K9-externally-managed", "distro-em"),
  argv: ["pip", "install", "requests"].map(asBytes),
  directory: asBytes("/home/u/work/app"),
  target: debians,
  spot: { kind: "free" },
  here: null,
  kept: null,
  missed: null,
  active: null,
  lock: null,
  isProject: false,
  projectRoot: null,
  tools: new Set([...pythons, "apt", "sudo"]),
  hasCondaEnvironment: false,
  isRoot: false,
  knowsPackages: true,
  isEntered: false,
  mayEnter: true,
  ambient: [],
  frozenReason: "",
  marker: null,
};

/** The same with another command. */
export function typed(line: string, changes: Partial<MessageFacts> = {}): MessageFacts {
  return { ...plain, argv: line.split(" ").map(fromText), ...changes };
}

export function withTools(...names: readonly string[]): Pick<MessageFacts, "tools"> {
  return { tools: new Set([...pythons, ...names]) };
}
