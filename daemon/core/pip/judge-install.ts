// A command is about to change an interpreter: by where it goes, what was opted out of, and what the interpreter is.

import type { Decision, Rule } from "./decision.ts";
import { locate, type Place } from "./destination.ts";
import type { PipFacts } from "./facts.ts";
import { readSwitch } from "./gate.ts";
import type { Intent } from "./intent.ts";
import { isIsolated, type Kind } from "./kind.ts";
import { canRoute } from "./route.ts";
import { decide, type Subject } from "./rules.ts";
import { versionNumber } from "./version.ts";

type Case = {
  readonly intent: Intent;
  readonly facts: PipFacts;
  readonly kind: Kind;
  readonly place: Place;
};

/** The first of these that has something to say decides; the kind always has. */
const judges: readonly ((one: Case) => Rule | null)[] = [
  judgeDestination,
  judgeOptOut,
  judgeUser,
  judgeImplicitUser,
  judgeIsolated,
  judgeRoute,
];

/** Judges a change of a known interpreter. */
export function judgeInstall(intent: Intent, facts: PipFacts, subject: Subject): Decision {
  const one: Case = { intent, facts, kind: subject.kind, place: placeOf(intent, facts) };
  for (const judge of judges) {
    const rule = judge(one);
    if (rule !== null) {
      return decide(rule, subject);
    }
  }
  return decide(judgeShared(one), subject);
}

/** Where it goes; of several places the one that does most harm. */
function placeOf(intent: Intent, facts: PipFacts): Place {
  const places = new Set(intent.destinations.map((destination) => locate(destination, facts)));
  const worst = (["user", "base", "inside"] as const).find((place) => places.has(place));
  return worst ?? "outside";
}

function judgeDestination({ place }: Case): Rule | null {
  return place === "outside" ? "D1-outside-destination" : null;
}

function judgeOptOut({ intent, facts }: Case): Rule | null {
  if (readSwitch(facts, "PYGUARD_ALLOW_GLOBAL") === true) {
    return "O1-allow-global";
  }
  if (intent.breaksSystemPackages) {
    return "O2-break-system-packages-cli";
  }
  if (intent.requiresVirtualenv === false) {
    return "O3-require-virtualenv-false";
  }
  if (facts.managedMarker) {
    return "O4-managed-marker";
  }
  return isTooOld(facts) ? "G6-min-python" : null;
}

function isTooOld({ minPython, pythonVersion }: PipFacts): boolean {
  return (
    minPython !== null &&
    pythonVersion !== null &&
    versionNumber(pythonVersion) < versionNumber(minPython)
  );
}

/** Environments without a user site: pip itself says no to `--user`. One that sees its base's packages has one. */
const withoutUserSite: ReadonlySet<Kind> = new Set(["venv", "tool-venv"]);

function judgeUser({ intent, kind, place }: Case): Rule | null {
  if (intent.user === true) {
    return withoutUserSite.has(kind) ? "K1-pip-refuses-user-itself" : "K2-user-site";
  }
  return place === "user" ? "K2-user-site" : null;
}

const virtualKinds: ReadonlySet<Kind> = new Set([
  "venv",
  "venv-system-site",
  "virtualenv-legacy",
  "tool-venv",
]);

/** pip takes the user site unasked where the site directory cannot be written to, but not if it was given a place. */
function fallsBackToUser({ intent, facts }: Case): boolean {
  const isPlaced = intent.destinations.some(
    ({ target, prefix }) => (target ?? prefix ?? "") !== "",
  );
  const isUnasked = intent.does === "install" && intent.user === null && !isPlaced;
  return isUnasked && !facts.writable && facts.userSiteEnabled;
}

/** In environments only: what a shared Python is called says more than that it cannot be written to. */
function judgeImplicitUser(one: Case): Rule | null {
  const hasUserSite = one.kind !== "virtualenv-legacy" && !withoutUserSite.has(one.kind);
  const isQuiet = isIsolated(one.kind) && hasUserSite && fallsBackToUser(one);
  return isQuiet ? "K11-implicit-user" : null;
}

function judgeIsolated({ intent, facts, kind, place }: Case): Rule | null {
  if (!isIsolated(kind)) {
    return null;
  }
  if (place === "base") {
    return "K10-global";
  }
  if (kind === "tool-venv") {
    return "K4-tool-env";
  }
  if (facts.activeMismatch && !intent.namesPython) {
    return "K5-other-venv";
  }
  const pipWillRefuse = intent.requiresVirtualenv === true && !virtualKinds.has(kind);
  return pipWillRefuse ? "K3-conda-env+pip-will-refuse" : "K3-isolated";
}

function judgeRoute({ intent, facts }: Case): Rule | null {
  return intent.canMove && canRoute(facts) ? "W1-project-venv" : null;
}

const sharedRules: Partial<Readonly<Record<Kind, Rule>>> = {
  "conda-frozen": "K6-frozen",
  "spack-view": "K7-store",
  "spack-store": "K7-store",
  "nix-store": "K7-store",
  "nix-env": "K7-store",
  "guix-store": "K7-store",
  "conda-base": "K8-conda-base",
  "conda-em": "K9-externally-managed",
  "homebrew-em": "K9-externally-managed",
  "uv-managed-em": "K9-externally-managed",
  "distro-em": "K9-externally-managed",
};

function judgeShared(one: Case): Rule {
  if (one.intent.does === "ensurepip") {
    return "E1-ensurepip";
  }
  const rule = sharedRules[one.kind];
  if (rule !== undefined) {
    return rule;
  }
  if (fallsBackToUser(one)) {
    return "K11-implicit-user";
  }
  return one.facts.container ? "C1-container" : "K10-global";
}
