// A command and the few facts that matter to it, judged.

import type { Rule } from "../../../../daemon/core/pip/decision.ts";
import { ordinaryFacts, type PipFacts } from "../../../../daemon/core/pip/facts.ts";
import { judgePip } from "../../../../daemon/core/pip/judge-pip.ts";

export type Change = Partial<PipFacts>;

/** An ordinary machine, and what is different on it. The command's words stand between blanks. */
export function facts(command: string, change: Change = {}): PipFacts {
  return { ...ordinaryFacts, kind: "global", argv: command.split(" "), ...change };
}

/** The rule that decides. */
export function rule(command: string, change: Change = {}): Rule {
  return judgePip(facts(command, change)).rule;
}

/** The variables that are set, as NAME=VALUE. */
export function variables(...assignments: readonly string[]): Change {
  const pairs = assignments.map(
    (one) => [one.split("=")[0] ?? "", one.split("=")[1] ?? ""] as const,
  );
  return { environment: new Map(pairs) };
}

/** Debian's Python. */
export const system: Change = { kind: "distro-em", prefix: "/usr", basePrefix: "/usr" };
