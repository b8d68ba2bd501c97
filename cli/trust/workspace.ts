// The services for a command: the same functions as the daemon's, and a way to tell a daemon that runs.

import { asBytes, fromText, type Bytes } from "../../daemon/core/bytes.ts";
import { resolve } from "../../daemon/core/path.ts";
import { assembleAnswers, type Assembled } from "../../daemon/answering.ts";
import { askDaemon } from "../../daemon/io/ask-daemon.ts";
import { checkRuntimeDirectory, findUnfit } from "../../daemon/io/runtime-directory.ts";
import type { Context } from "../context.ts";
import { findPlace } from "../find-place.ts";
import { askHere } from "../question.ts";

const pokeMs = 1000;

export type Workspace = Assembled & {
  /** Null where no daemon can run. */
  readonly runtimeDirectory: string | null;
  /** Makes a daemon that runs judge again where shells stand; starts none. */
  readonly poke: () => Promise<void>;
  /** A directory that was named on the command line, absolute. */
  readonly directory: (named: string | undefined) => Bytes;
};

/** Nothing is read yet, and no daemon is asked. */
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
        await askDaemon(runtimeDirectory, askHere(context), pokeMs);
      }
    },
  };
}

function findRuntime(context: Context): string | null {
  const place = findPlace(context);
  const isFit = place.kind === "place" && findUnfit(place) === null;
  return isFit && checkRuntimeDirectory(place.path).kind === "good" ? place.path : null;
}
