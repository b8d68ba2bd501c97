// The services for a command: the same functions as the daemon's, and a way to tell a daemon that runs.

import { asBytes, fromText, toText, type Bytes } from "../../daemon/core/bytes.ts";
import { resolve } from "../../daemon/core/parse-redirect.ts";
import { assembleAnswers, type Assembled } from "../../daemon/answering.ts";
import { askDaemon } from "../../daemon/io/ask-daemon.ts";
import { checkRuntimeDirectory, findRuntimeDirectory } from "../../daemon/io/runtime-directory.ts";
import type { Question } from "../../daemon/wire/question.ts";
import type { Context } from "../context.ts";
import type { ShellFacts } from "../doctor/shell-facts.ts";

const pokeMs = 1000;

export type Workspace = Assembled & {
  /** Null where no daemon can run. */
  readonly runtimeDirectory: string | null;
  /** Makes a daemon that runs judge again where shells stand; starts none. */
  readonly poke: () => Promise<void>;
  /** A directory that was named on the command line, absolute. */
  readonly directory: (named: string | undefined) => Bytes;
};

export function openWorkspace(context: Context): Workspace {
  const runtimeDirectory = findRuntime(context);
  const assembled = assembleAnswers({
    environment: context.environment,
    home: context.home,
    // Nothing is stamped or said here: this is no shell.
    runtimeDirectory: null,
    sessionDirectory: runtimeDirectory === null ? null : fromText(runtimeDirectory),
    witness: () => asBytes(""),
  });
  return {
    ...assembled,
    runtimeDirectory,
    directory: (named) =>
      named === undefined ? context.directory : resolve(context.directory, fromText(named)),
    poke: async () => {
      if (runtimeDirectory !== null) {
        await askDaemon(runtimeDirectory, askAsProgram(context), pokeMs);
      }
    },
  };
}

function findRuntime({ environment }: Context): string | null {
  const given = environment.get("XDG_RUNTIME_DIR");
  const place = findRuntimeDirectory(given === undefined ? undefined : toText(given));
  const isThere = place.kind === "place" && checkRuntimeDirectory(place.path).kind === "good";
  return isThere ? place.path : null;
}

/** What a hook would ask here, in the name of no shell. */
export function askAsProgram(
  { directory, environment, version }: Context,
  facts: ShellFacts | null = null,
): Question {
  const variable = (name: string): Bytes => environment.get(name) ?? asBytes("");
  const [, active, root] = /^([^:]+):([^:]+)$/.exec(variable("PYGUARD_ACTIVE")) ?? [];
  return {
    number: asBytes("1"),
    verb: "here",
    shell: "cli",
    version: fromText(version),
    pid: process.pid,
    directory,
    virtualEnv: variable("VIRTUAL_ENV"),
    active: { environment: asBytes(active ?? ""), root: asBytes(root ?? "") },
    condaPrefix: variable("CONDA_PREFIX"),
    witness: asBytes(""),
    evidence: { kind: "none" },
    flags: {
      interactive: false,
      terminal: false,
      editor: false,
      leftByHand: facts?.isLeft ?? false,
      background: false,
    },
    variables: new Map(),
    argv: [],
  };
}
