// Which Python `py` starts: the launcher for Unix asks for an environment first, unless a version is typed.

import { asBytes, type Bytes } from "../../core/bytes.ts";
import { ancestors, join } from "../../core/path.ts";
import { variable } from "../../core/pip/caller.ts";
import type { Asker } from "./eyes.ts";
import { findCommand } from "./find-command.ts";

const newestMinor = 30;
const oldestMinor = 6;

/** The interpreter; null where `py` would find none. `first` is the word behind `py`. */
export async function behindPy(first: Bytes, caller: Asker): Promise<Bytes | null> {
  const version = /^-(\d+(?:\.\d+)?)$/.exec(first)?.[1];
  if (version?.includes(".") === true) {
    return findCommand(asBytes(`python${version}`), caller);
  }
  return (version === undefined ? await inEnvironment(caller) : null) ?? newest(caller);
}

async function inEnvironment(caller: Asker): Promise<Bytes | null> {
  const active = variable(caller, "VIRTUAL_ENV");
  const near = ancestors(caller.directory).map((level) => join(level, ".venv"));
  for (const environment of active === null ? near : [active]) {
    const python = join(environment, "bin/python");
    if (await caller.eyes.isProgram(python)) {
      return python;
    }
  }
  return null;
}

async function newest(caller: Asker): Promise<Bytes | null> {
  for (let minor = newestMinor; minor >= oldestMinor; minor -= 1) {
    const found = await findCommand(asBytes(`python3.${minor}`), caller);
    if (found !== null) {
      return found;
    }
  }
  return null;
}
