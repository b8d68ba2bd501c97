// What runs instead, where the guard sends a command elsewhere.

import type { Decision } from "./decision.ts";
import { readEntryPoint } from "./entry-point.ts";
import type { PipFacts } from "./facts.ts";
import { readSwitch } from "./gate.ts";
import { isAtLeast, newestPip } from "./version.ts";

/** Whether pip's installs may go to the project's environment: asked for, there, trusted and able to take them. */
export function canRoute(facts: PipFacts): boolean {
  const isAble = knowsPython(facts) || facts.projectVenvHasPip;
  return wantsRoute(facts) && facts.projectVenv !== null && facts.projectVenvTrusted && isAble;
}

function wantsRoute(facts: PipFacts): boolean {
  const asked = facts.environment.get("PYGUARD_ROUTE") ?? "";
  const setting = asked === "" ? facts.route === "auto" : readSwitch(facts, "PYGUARD_ROUTE");
  return asked === "auto" || setting === true;
}

/** `pip --python ENV` works without a pip in ENV, since 22.3. */
function knowsPython(facts: PipFacts): boolean {
  return isAtLeast(facts.pipVersion ?? newestPip, "22.3");
}

/** The command to run instead; null where the decision is not to route. */
export function routeArgv(decision: Decision, facts: PipFacts): readonly string[] | null {
  const { argv, projectVenv } = facts;
  if (decision.decision !== "route") {
    return null;
  }
  if (decision.rule === "V1-venv-default") {
    return [...argv, ".venv"];
  }
  const entry = readEntryPoint(argv);
  if (entry.kind !== "pip" || projectVenv === null) {
    return null;
  }
  return knowsPython(facts)
    ? [...argv.slice(0, entry.at), "--python", projectVenv, ...entry.words]
    : [`${projectVenv}/bin/python`, "-m", "pip", ...entry.words];
}
