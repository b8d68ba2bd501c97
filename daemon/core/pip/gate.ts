// When the guard stays out of the way, whatever was typed.

import type { Rule } from "./decision.ts";
import type { PipFacts } from "./facts.ts";
import { parseYesNo } from "./option-checks.ts";

/** pip's own list of what a CI machine sets, and GitHub's. */
const ciVariables = ["BUILD_BUILDID", "BUILD_ID", "CI", "PIP_IS_CI", "GITHUB_ACTIONS"];
const notebookVariables = ["COLAB_RELEASE_TAG", "COLAB_GPU", "KAGGLE_KERNEL_RUN_TYPE"];
const pipInternalVariables = ["PIP_AUTO_COMPLETE", "_PIP_RUNNING_IN_SUBPROCESS"];

/** The gate that is open, or null: then the command is judged. */
export function openGate(facts: PipFacts): Rule | null {
  const isSet = (name: string): boolean => facts.environment.has(name);
  if (!facts.interactive) {
    return "G1-noninteractive";
  }
  if (!facts.guard || readSwitch(facts, "PYGUARD") === false) {
    return "G2-off";
  }
  if (pipInternalVariables.some(isSet)) {
    return "G3-pip-internal";
  }
  if (ciVariables.some(isSet)) {
    return "G4-ci";
  }
  const isHosted = facts.kind === "hosted-notebook" || notebookVariables.some(isSet);
  return isHosted ? "G5-hosted" : null;
}

/** A switch takes 0, 1, on, off alike; null where it is not set, or says neither. */
export function readSwitch(facts: PipFacts, name: string): boolean | null {
  return parseYesNo(facts.environment.get(name) ?? "");
}
