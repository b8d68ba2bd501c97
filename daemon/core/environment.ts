// A project's environment as pyguard speaks of it; only a trusted one can be entered or run.

import type { Bytes } from "./bytes.ts";
import { join } from "./path.ts";

export type Environment = {
  /** `redirect`: `.venv` is a file, or a link, that names a directory elsewhere. */
  readonly kind: "directory" | "redirect";
  /** Canonical and absolute; what VIRTUAL_ENV becomes. */
  readonly path: Bytes;
  /** The canonical directory that holds `.venv`. */
  readonly project: Bytes;
  /** The same directory as the shell spells it: a component-wise prefix of the directory asked about. */
  readonly root: Bytes;
  /** What prompts show: filtered, never a bare `.venv`. */
  readonly name: Bytes;
  /** As pyvenv.cfg tells it, digits and dots; empty where it does not. */
  readonly version: Bytes;
  readonly systemSitePackages: boolean;
};

declare const trusted: unique symbol;

/** Only `judgeTrust` mints one, so that nothing untrusted can be entered, probed or run. */
export type Trusted<T> = T & { readonly [trusted]: true };

/** Where a change of a name, a mode or an owner may change what is said of an environment. A pull shows in `.git` first. */
export function listWhatItRestsOn(project: Bytes, environment: Bytes): readonly Bytes[] {
  return [project, join(project, ".git"), environment, join(environment, "bin")];
}
