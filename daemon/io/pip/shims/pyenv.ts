// Which program a pyenv shim would run: what `pyenv which` says, read from the same files.

import { asBytes, split, type Bytes } from "../../../core/bytes.ts";
import { ancestors, join } from "../../../core/path.ts";
import type { Asker } from "../eyes.ts";
import { variable } from "../../../core/pip/caller.ts";
import { findFirstProgram } from "./first-program.ts";
import { findInstalled, firstWords, readText } from "./versions.ts";

/** The program behind the shim called `name`; null where pyenv would say "command not found". */
export async function behindPyenv(name: Bytes, root: Bytes, caller: Asker): Promise<Bytes | null> {
  const shim = {
    name,
    shims: join(root, "shims"),
    installed: (version: Bytes) => findInstalled(join(root, "versions"), version, caller.eyes),
  };
  // pyenv tries the system's last, whatever was chosen.
  const versions = [...(await chosenVersions(root, caller)), asBytes("system")];
  return findFirstProgram(versions, shim, caller);
}

/** PYENV_VERSION, else the nearest `.python-version`, else the global file. */
async function chosenVersions(root: Bytes, caller: Asker): Promise<readonly Bytes[]> {
  const set = variable(caller, "PYENV_VERSION");
  if (set !== null) {
    return split(set, ":");
  }
  const text = await readText(await versionFile(root, caller), caller.eyes);
  const words = text === null ? [] : firstWords(text);
  // `python-3.12` in a file means 3.12; in the variable it does not.
  return words
    .flatMap((word) => split(word, ":"))
    .flatMap((word) => [word, asBytes(word.replace(/^python-/, ""))]);
}

async function versionFile(root: Bytes, caller: Asker): Promise<Bytes> {
  const from = [variable(caller, "PYENV_DIR"), caller.directory].filter((path) => path !== null);
  for (const directory of from.flatMap(ancestors)) {
    const file = join(directory, ".python-version");
    if (await caller.eyes.isFile(file)) {
      return file;
    }
  }
  return join(root, "version");
}
