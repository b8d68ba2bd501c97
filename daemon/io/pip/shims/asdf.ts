// Which program an asdf shim would run, read from the files that asdf reads.

import { asBytes, split, type Bytes } from "../../../core/bytes.ts";
import { join } from "../../../core/path.ts";
import { findCommand } from "../find-command.ts";
import type { Asker } from "../eyes.ts";
import { leaveOut, variable } from "../../../core/pip/caller.ts";
import { readText, readUpward, toolVersions } from "./versions.ts";

/** The program behind the shim called `name` in `data`/shims; null where asdf would run none. */
export async function behindAsdf(name: Bytes, data: Bytes, caller: Asker): Promise<Bytes | null> {
  for (const version of await chosenVersions(caller)) {
    const program = await inVersion({ name, data, version }, caller);
    if (program !== null) {
      return program;
    }
  }
  return null;
}

type Wanted = { readonly name: Bytes; readonly data: Bytes; readonly version: Bytes };

async function inVersion({ name, data, version }: Wanted, caller: Asker): Promise<Bytes | null> {
  if (version === "system") {
    return findCommand(name, leaveOut(caller, join(data, "shims")));
  }
  const own = /^path:(\/.*)$/s.exec(version)?.[1];
  if (own === undefined && version.includes("/")) {
    return null;
  }
  const directory =
    own === undefined
      ? join(data, "installs/python", version.replace(/^ref:/, "ref-"))
      : asBytes(own);
  const program = join(directory, "bin", name);
  return (await caller.eyes.isProgram(program)) ? program : null;
}

async function chosenVersions(caller: Asker): Promise<readonly Bytes[]> {
  const set = variable(caller, "ASDF_PYTHON_VERSION");
  if (set !== null) {
    return split(set, " ").filter((version) => version !== "");
  }
  const name = variable(caller, "ASDF_DEFAULT_TOOL_VERSIONS_FILENAME") ?? ".tool-versions";
  const near = await readUpward(name, caller);
  const global = await readText(join(caller.home, name), caller.eyes);
  return (
    [near, global].map((text) => (text === null ? null : toolVersions(text))).find(isNamed) ?? []
  );
}

function isNamed(versions: readonly Bytes[] | null): versions is readonly Bytes[] {
  return versions !== null;
}
