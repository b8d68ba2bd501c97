// Which program a mise shim would run, read from the files that mise reads.

import { parse } from "smol-toml";
import { asBytes, fromText, split, toText, type Bytes } from "../../../core/bytes.ts";
import { ancestors, join } from "../../../core/path.ts";
import type { Asker, Eyes } from "../eyes.ts";
import { variable } from "../../../core/pip/caller.ts";
import { findFirstProgram, ownDirectory } from "./first-program.ts";
import { findInstalled, toolVersions } from "./versions.ts";

const tomlNames = [
  "mise.local.toml",
  ".mise.local.toml",
  "mise.toml",
  ".mise.toml",
  "mise/config.toml",
  ".mise/config.toml",
  ".config/mise.toml",
  ".config/mise/config.toml",
];

/** The program behind the shim called `name`; null where it cannot be told. */
export async function behindMise(name: Bytes, caller: Asker): Promise<Bytes | null> {
  const data =
    variable(caller, "MISE_DATA_DIR") ??
    join(variable(caller, "XDG_DATA_HOME") ?? join(caller.home, ".local/share"), "mise");
  const versions = (await chosenVersions(caller)) ?? [asBytes("system")];
  const shim = {
    name,
    shims: join(data, "shims"),
    installed: async (version: Bytes) =>
      ownDirectory(version) ??
      findInstalled(
        join(data, "installs/python"),
        asBytes(version.replace(/^prefix:/, "")),
        caller.eyes,
      ),
  };
  return findFirstProgram(versions, shim, caller);
}

/** Null where no file says anything about Python: then the shim steps aside. */
async function chosenVersions(caller: Asker): Promise<readonly Bytes[] | null> {
  const set = variable(caller, "MISE_PYTHON_VERSION");
  if (set !== null) {
    return split(set, " ");
  }
  for (const directory of ancestors(caller.directory)) {
    const found = await versionsIn(directory, caller.eyes);
    if (found !== null) {
      return found;
    }
  }
  return globalVersions(caller);
}

async function versionsIn(directory: Bytes, eyes: Eyes): Promise<readonly Bytes[] | null> {
  const texts = await Promise.all(tomlNames.map((name) => eyes.readSmall(join(directory, name))));
  const found = texts.map((text) => (text === null ? null : tomlVersions(text)));
  const tools = await eyes.readSmall(join(directory, ".tool-versions"));
  return (
    found.find((versions) => versions !== null) ?? (tools === null ? null : toolVersions(tools))
  );
}

async function globalVersions(caller: Asker): Promise<readonly Bytes[] | null> {
  const configuration =
    variable(caller, "MISE_CONFIG_DIR") ??
    join(variable(caller, "XDG_CONFIG_HOME") ?? join(caller.home, ".config"), "mise");
  const files = [
    variable(caller, "MISE_GLOBAL_CONFIG_FILE") ?? join(configuration, "config.toml"),
    asBytes("/etc/mise/config.toml"),
  ];
  for (const file of files) {
    const text = await caller.eyes.readSmall(file);
    const versions = text === null ? null : tomlVersions(text);
    if (versions !== null) {
      return versions;
    }
  }
  return null;
}

/** `[tools] python = …`: a version, a list of them, or a table with one. */
function tomlVersions(text: Bytes): readonly Bytes[] | null {
  const tools = property(parseToml(text), "tools");
  const python = property(tools, "python") ?? property(tools, "core:python");
  if (python === undefined) {
    return null;
  }
  const entries: readonly unknown[] = Array.isArray(python) ? python : [python];
  return entries
    .map((entry) => (typeof entry === "object" ? property(entry, "version") : entry))
    .filter((entry) => typeof entry === "string")
    .map(fromText);
}

function parseToml(text: Bytes): unknown {
  try {
    return parse(toText(text));
  } catch {
    return null;
  }
}

function property(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  return new Map<string, unknown>(Object.entries(value)).get(key);
}
