// Which program a pyenv shim would run: what `pyenv which` says, read from the same files.

import { asBytes, split, type Bytes } from "../../../core/bytes.ts";
import { ancestors, join } from "../../../core/path.ts";
import { findCommand } from "../find-command.ts";
import type { Asker } from "../eyes.ts";
import { leaveOut, variable } from "../../../core/pip/caller.ts";
import { findInstalled, firstWords, readText } from "./versions.ts";

/** The program behind the shim called `name`; null where pyenv would say "command not found". */
export async function behindPyenv(name: Bytes, root: Bytes, caller: Asker): Promise<Bytes | null> {
  const versions = await chosenVersions(root, caller);
  // pyenv tries the system's last, whatever was chosen.
  for (const version of [...versions, asBytes("system")]) {
    const program = await inVersion({ name, root, version }, caller);
    if (program !== null) {
      return program;
    }
  }
  return null;
}

type Wanted = { readonly name: Bytes; readonly root: Bytes; readonly version: Bytes };

async function inVersion({ name, root, version }: Wanted, caller: Asker): Promise<Bytes | null> {
  if (version === "system") {
    return findCommand(name, leaveOut(caller, join(root, "shims")));
  }
  const installed = await findInstalled(join(root, "versions"), version, caller.eyes);
  const program = installed === null ? null : join(installed, "bin", name);
  return program !== null && (await caller.eyes.isProgram(program)) ? program : null;
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
