// Where this account's shells and daemon meet, by the caller's variables.

import { asBytes, toText } from "../daemon/core/bytes.ts";
import { findRuntimeDirectory, type Place } from "../daemon/io/runtime-directory.ts";
import type { Context } from "./context.ts";

/** The runtime directory, whether or not it is there yet, or why there is none. */
export function findPlace({ environment }: Pick<Context, "environment">): Place {
  return findRuntimeDirectory(toText(environment.get("XDG_RUNTIME_DIR") ?? asBytes("")));
}
