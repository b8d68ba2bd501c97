// The guard: facts in, one decision out.

import type { Decision, Rule } from "./decision.ts";
import { readEntryPoint } from "./entry-point.ts";
import type { PipFacts } from "./facts.ts";
import { openGate } from "./gate.ts";
import { intentOfEnsurepip, intentOfPip, intentOfSetup, type Intent } from "./intent.ts";
import { judgeInstall } from "./judge-install.ts";
import { parsePip, type PipCommand } from "./parse-pip.ts";
import { findRejection } from "./rejection.ts";
import { decide, type Subject } from "./rules.ts";
import { changesEnvironment } from "./verbs.ts";

/** Judges one command as it was typed. Looks nothing up: the same facts give the same decision. */
export function judgePip(facts: PipFacts): Decision {
  const gate = openGate(facts);
  if (gate !== null) {
    return decide(gate, facts);
  }
  const entry = readEntryPoint(facts.argv);
  switch (entry.kind) {
    case "not-ours":
      return decide("P1-not-ours", facts);
    case "nothing-runs":
      return decide("N1-nothing-runs", facts);
    case "builds":
      return decide("N2-no-env-change", facts);
    case "dry-run":
      return decide("N3-dry-run", facts);
    case "venv":
      return judgeVenv(facts);
    case "setup":
      return judgeChange(intentOfSetup(entry), facts);
    case "ensurepip":
      return judgeChange(intentOfEnsurepip(entry), facts);
    case "pip":
      return judgeLine(entry.words, facts);
  }
}

function judgeVenv(facts: PipFacts): Decision {
  switch (facts.venvHere) {
    case "nothing":
      return decide("V1-venv-default", facts);
    case "environment":
      return decide("V1-venv-default", facts, {
        decision: "refuse",
        reason: "there is a .venv here already",
      });
    case "file":
    case "other":
      return decide("V1-venv-default", facts, {
        decision: "refuse",
        reason: "something that is no environment is called .venv here",
      });
  }
}

function judgeLine(words: readonly string[], facts: PipFacts): Decision {
  const command = parsePip({ ...facts, words });
  if (facts.kind === "pip-errors" || facts.configurationBroken) {
    return decide("N4-pip-errors", facts);
  }
  if (command.kind !== "command") {
    return decide(harmlessRule(command), facts, reasonOf(command));
  }
  if (!changesEnvironment(command.verb)) {
    return decide("N2-no-env-change", facts);
  }
  if (command.values.get("dry_run") === true) {
    return decide("N3-dry-run", facts);
  }
  const rejection = findRejection(command);
  return rejection === null
    ? judgeChange(intentOfPip(command), facts)
    : decide("N4-pip-errors", facts, { reason: rejection });
}

function harmlessRule(command: Exclude<PipCommand, { readonly kind: "command" }>): Rule {
  switch (command.kind) {
    case "rejected":
      return "N4-pip-errors";
    case "prints":
      return "N1-nothing-runs";
    case "unknown-verb":
      return "N2-no-env-change";
  }
}

function reasonOf(command: PipCommand): { readonly reason?: string } {
  return command.kind === "rejected" ? { reason: `pip will say: ${command.reason}` } : {};
}

function judgeChange(intent: Intent, facts: PipFacts): Decision {
  const subject = subjectOf(intent, facts);
  if (subject.kind === "pip-errors") {
    return decide("N4-pip-errors", subject);
  }
  return subject.kind === "unknown"
    ? decide("U1-probe-failed", subject)
    : judgeInstall(intent, facts, subject);
}

/** Where a command was told to install; none where it would not, or pip would not take it. */
export function destinationsIn(facts: PipFacts): Intent["destinations"] {
  const entry = readEntryPoint(facts.argv);
  if (entry.kind === "setup") {
    return intentOfSetup(entry).destinations;
  }
  const command = entry.kind === "pip" ? parsePip({ ...facts, words: entry.words }) : null;
  return command?.kind === "command" ? intentOfPip(command).destinations : [];
}

/** The interpreter that is written to: the one that `--python` names, else the one that runs. */
function subjectOf(intent: Intent, facts: PipFacts): Subject {
  return intent.namesPython
    ? { kind: facts.pythonKind ?? "unknown", interpreter: facts.pythonInterpreter }
    : facts;
}
