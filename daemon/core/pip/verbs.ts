// pip's verbs: since when each is known, and which of them change an environment.

import { isAtLeast, newestPip } from "./version.ts";

type VerbTrait = { readonly since: string; readonly changes: boolean };

const reads = { since: "0", changes: false } as const;
const changes = { since: "0", changes: true } as const;

const verbs: Readonly<Record<string, VerbTrait>> = {
  install: changes,
  uninstall: changes,
  // These write files where they are told to, never into an environment: PEP 668 lets them run too.
  download: reads,
  wheel: reads,
  lock: { since: "25.1", changes: false },
  freeze: reads,
  list: reads,
  show: reads,
  check: reads,
  config: reads,
  search: reads,
  hash: reads,
  completion: reads,
  help: reads,
  debug: { since: "19.2", changes: false },
  cache: { since: "20.1", changes: false },
  index: { since: "21.2", changes: false },
  inspect: { since: "22.2", changes: false },
};

/** All verbs that some pip knows. */
export const allVerbs: readonly string[] = Object.keys(verbs);

/** Whether this pip knows the verb; case counts and nothing is abbreviated. */
export function isVerb(name: string, pipVersion: string = newestPip): boolean {
  return Object.hasOwn(verbs, name) && isAtLeast(pipVersion, verbs[name]?.since ?? "0");
}

/** Whether the verb can change what an interpreter has installed. */
export function changesEnvironment(verb: string): boolean {
  return Object.hasOwn(verbs, verb) && verbs[verb]?.changes === true;
}
