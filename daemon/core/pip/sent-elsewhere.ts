// What pip's own files can do to a `pip` that would else install into its own environment.

import { normalizeKey } from "./configuration.ts";
import type { Ini } from "./ini.ts";

const detours: ReadonlySet<string> = new Set(["python", "target", "prefix", "root"]);

/** Whether a file of pip's names another Python or another place to install into, for whatever verb. */
export function sendsElsewhere(ini: Ini): boolean {
  return (
    ini.kind === "read" &&
    [...ini.sections.values()].some((entries) =>
      [...entries].some(([key, text]) => text !== "" && detours.has(normalizeKey(key))),
    )
  );
}
