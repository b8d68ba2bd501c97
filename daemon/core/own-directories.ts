// Where pyguard keeps what is its own, by the XDG base directory specification: relative values count as not set.

import { asBytes, type Bytes } from "./bytes.ts";
import { join } from "./path.ts";
import type { Variables } from "./variables.ts";

export type Owner = {
  readonly environment: Variables;
  readonly home: Bytes;
};

/** Trust and the log; belongs to the account, not to the machine. */
export function stateDirectory(owner: Owner): Bytes {
  return below("XDG_STATE_HOME", ".local/state", owner);
}

/** What interpreters said of themselves. */
export function cacheDirectory(owner: Owner): Bytes {
  return below("XDG_CACHE_HOME", ".cache", owner);
}

/** PYGUARD_CONFIG names another one; a relative one would be whatever file the project that one stands in has. */
export function configurationFile(owner: Owner): Bytes {
  const named = owner.environment.get("PYGUARD_CONFIG") ?? asBytes("");
  return named.startsWith("/")
    ? named
    : join(below("XDG_CONFIG_HOME", ".config", owner), "config.toml");
}

function below(variable: string, otherwise: string, { environment, home }: Owner): Bytes {
  const base = environment.get(variable) ?? asBytes("");
  return join(base.startsWith("/") ? base : join(home, otherwise), "pyguard");
}
