// Which program an asdf shim would run, read from the files that asdf reads.

import { split, type Bytes } from "../../../core/bytes.ts";
import { join } from "../../../core/path.ts";
import type { Asker } from "../eyes.ts";
import { variable } from "../../../core/pip/caller.ts";
import { findFirstProgram, ownDirectory } from "./first-program.ts";
import { readText, readUpward, toolVersions } from "./versions.ts";

/** The program behind the shim called `name` in `data`/shims; null where asdf would run none. */
export async function behindAsdf(name: Bytes, data: Bytes, caller: Asker): Promise<Bytes | null> {
  const shim = {
    name,
    shims: join(data, "shims"),
    installed: (version: Bytes) => Promise.resolve(directoryOf(version, data)),
  };
  return findFirstProgram(await chosenVersions(caller), shim, caller);
}

function directoryOf(version: Bytes, data: Bytes): Bytes | null {
  const own = ownDirectory(version);
  return own === null && !version.includes("/")
    ? join(data, "installs/python", version.replace(/^ref:/, "ref-"))
    : own;
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
