// The file that a command's name means in an environment, found once: a search of the system's own would go on
// along PATH where the first file does not start, and out of the environment.

import { fromText, toText, type Bytes } from "../../daemon/core/bytes.ts";
import { findCommand } from "../../daemon/io/pip/find-command.ts";
import type { Eyes } from "../../daemon/io/pip/eyes.ts";
import type { Context } from "../context.ts";
import { openPatientEyes } from "../patient-eyes.ts";

export type Program =
  | { readonly kind: "found"; readonly file: string }
  /** There is a file of that name, and nobody may run it. */
  | { readonly kind: "not-executable" }
  | { readonly kind: "missing" };

/** Searches `path`, a value of PATH, as a shell does. A name with a slash in it is the file itself. */
export async function findProgram(name: string, path: string, context: Context): Promise<Program> {
  if (name.includes("/")) {
    return { kind: "found", file: name };
  }
  const eyes = openPatientEyes();
  const file = await search(name, { path, context, eyes });
  if (file !== null) {
    return { kind: "found", file: toText(file) };
  }
  const anyFile = { ...eyes, isProgram: eyes.isFile };
  const isThere = await search(name, { path, context, eyes: anyFile });
  return { kind: isThere === null ? "missing" : "not-executable" };
}

type Searching = { readonly path: string; readonly context: Context; readonly eyes: Eyes };

function search(name: string, { path, context, eyes }: Searching): Promise<Bytes | null> {
  const { directory, home, environment } = context;
  const along = { path: fromText(path), directory, skip: [] };
  return findCommand(fromText(name), {
    directory,
    home,
    variables: environment,
    search: along,
    eyes,
  });
}
