// What each rule decides and why, said once.

import type { Decision, Rule, Verdict } from "./decision.ts";
import type { Kind } from "./kind.ts";

type Sentence = { readonly decision: Verdict; readonly reason: string };

function allow(reason: string): Sentence {
  return { decision: "allow", reason };
}

function advise(reason: string): Sentence {
  return { decision: "advise", reason };
}

function refuse(reason: string): Sentence {
  return { decision: "refuse", reason };
}

const rules: Readonly<Record<Rule, Sentence>> = {
  "G1-noninteractive": allow("not an interactive shell: scripts are left alone"),
  "G2-off": allow("pyguard is off here"),
  "G3-pip-internal": allow("pip started this itself"),
  "G4-ci": allow("a CI machine is thrown away"),
  "G5-hosted": allow("a hosted notebook is thrown away"),
  "G6-min-python": allow("this Python is older than min_python"),
  "P1-not-ours": allow("not one of the commands that are guarded"),
  "N1-nothing-runs": allow("it only prints, or makes an environment"),
  "N2-no-env-change": allow("it changes no environment"),
  "N3-dry-run": allow("a dry run changes nothing"),
  "N4-pip-errors": allow("pip itself will not take this"),
  "U1-probe-failed": advise("the Python behind this could not be looked at"),
  "D1-outside-destination": allow("the packages go somewhere else than into this Python"),
  "O1-allow-global": allow("PYGUARD_ALLOW_GLOBAL says so"),
  "O2-break-system-packages-cli": allow("--break-system-packages was typed"),
  "O3-require-virtualenv-false": allow("pip's require-virtualenv was set to no"),
  "O4-managed-marker": allow("a marker in this prefix says that something else manages it"),
  "K1-pip-refuses-user-itself": allow("pip itself refuses --user in a virtual environment"),
  "K2-user-site": refuse(
    "the user site would be seen by every Python of this version that the account has",
  ),
  "K3-isolated": allow("it goes into an environment of its own"),
  "K3-conda-env+pip-will-refuse": advise(
    "pip's require-virtualenv is on, and pip does not take this environment for a virtual one",
  ),
  "K4-tool-env": advise("the next upgrade of the application in this environment may undo it"),
  "K5-other-venv": advise("this pip belongs to another environment than the active one"),
  "K6-frozen": refuse("this conda environment was frozen"),
  "K7-store": refuse("another package manager builds this Python and pip's changes would be lost"),
  "K8-conda-base": refuse("conda itself runs on this Python"),
  "K9-externally-managed": refuse("whoever supplied this Python marked it as managed by them"),
  "K10-global": refuse("every project shares this Python"),
  "K11-implicit-user": refuse(
    "this Python's packages cannot be written, so that pip would use the user site without a word",
  ),
  "C1-container": advise("every project in this container shares this Python"),
  "E1-ensurepip": advise("it adds pip to a shared Python; an environment brings its own"),
  "V1-venv-default": { decision: "route", reason: "no directory was given, so it makes .venv" },
  "W1-project-venv": { decision: "route", reason: "the project's own environment takes it" },
};

/** The names of all rules. */
export const allRules: readonly string[] = Object.keys(rules);

export type Subject = { readonly kind: Kind; readonly interpreter: string | null };

/** The decision of a rule about an interpreter; `because` replaces the rule's own words. */
export function decide(rule: Rule, subject: Subject, because?: Partial<Sentence>): Decision {
  const { decision, reason } = { ...rules[rule], ...ownReason(rule, subject), ...because };
  return {
    decision,
    exit: decision === "refuse" ? 3 : null,
    rule,
    reason,
    kind: subject.kind,
    interpreter: subject.interpreter,
  };
}

/** A Python that was taken over counts as an environment, and is none. */
function ownReason(rule: Rule, { kind }: Subject): Partial<Sentence> {
  const isTakenOver = rule === "K3-isolated" && kind === "trusted-prefix";
  return isTakenOver ? { reason: "you said that this Python is yours to manage" } : {};
}
