// What a hook would ask in this directory, asked by a command, in the name of no shell.

import { asBytes, fromText, type Bytes } from "../daemon/core/bytes.ts";
import { parseMarker, type Question } from "../daemon/wire/question.ts";
import type { Context } from "./context.ts";

const nothing = asBytes("");
const noMarker: Question["active"] = { environment: nothing, root: nothing };

/** A `here` question with the caller's variables. */
export function askHere({ directory, environment, version }: Context): Question {
  const variable = (name: string): Bytes => environment.get(name) ?? nothing;
  return {
    number: asBytes("1"),
    verb: "here",
    shell: "cli",
    version: fromText(version),
    pid: process.pid,
    directory,
    virtualEnv: variable("VIRTUAL_ENV"),
    active: parseMarker(variable("PYGUARD_ACTIVE")) ?? noMarker,
    condaPrefix: variable("CONDA_PREFIX"),
    witness: nothing,
    evidence: { kind: "none" },
    flags: {
      interactive: false,
      terminal: false,
      editor: false,
      leftByHand: false,
      background: false,
    },
    variables: new Map(),
    argv: [],
  };
}
