// pip's configuration files, in the order in which the later one wins.

import { asBytes, split, type Bytes } from "../../core/bytes.ts";
import { join } from "../../core/path.ts";
import type { PipConfigurationFile } from "../../core/pip/facts.ts";
import { readIni, type Ini } from "../../core/pip/ini.ts";
import type { Asker, Eyes } from "./eyes.ts";
import { variable } from "../../core/pip/caller.ts";

export type Configuration = {
  readonly files: readonly PipConfigurationFile[];
  /** pip would stop at one of them, whatever was typed. */
  readonly isBroken: boolean;
};

type Scope = PipConfigurationFile["scope"];
type Candidate = { readonly scope: Scope; readonly path: Bytes };

/** What pip in the Python at `prefix` would read for this caller. */
export async function readConfiguration(prefix: Bytes, caller: Asker): Promise<Configuration> {
  const named = variable(caller, "PIP_CONFIG_FILE");
  if (named === "/dev/null") {
    return { files: [], isBroken: false };
  }
  const candidates = await listCandidates(prefix, named, caller);
  const read = await Promise.all(
    candidates.map((candidate) => readCandidate(candidate, caller.eyes)),
  );
  return {
    files: read.flatMap(({ scope, ini }) =>
      ini?.kind === "read" ? [{ scope, sections: toRecord(ini) }] : [],
    ),
    isBroken: read.some(({ ini }) => ini?.kind === "broken"),
  };
}

/** A file that PIP_CONFIG_FILE names and that exists stands in for the user's own. */
async function listCandidates(
  prefix: Bytes,
  named: Bytes | null,
  caller: Asker,
): Promise<readonly Candidate[]> {
  const path = named === null || named.startsWith("/") ? named : join(caller.directory, named);
  const exists = path !== null && (await caller.eyes.typeOf(path)) !== "nothing";
  const usual = await listUsual(prefix, { ...caller, homes: [caller.home] });
  return exists
    ? [...usual.filter(({ scope }) => scope !== "user"), toCandidate("named")(path)]
    : usual;
}

/** Whose files they are: pip reads those of one home. */
export type Reader = Pick<Asker, "variables"> & {
  readonly homes: readonly Bytes[];
  readonly eyes: Pick<Eyes, "isDirectory">;
};

/** Those that pip in the Python at `prefix` reads where PIP_CONFIG_FILE names none. */
export async function listUsual(prefix: Bytes, reader: Reader): Promise<readonly Candidate[]> {
  return [
    ...globalFiles(reader).map(toCandidate("global")),
    ...(await Promise.all(reader.homes.map((home) => userFiles(home, reader))))
      .flat()
      .map(toCandidate("user")),
    toCandidate("site")(join(prefix, "pip.conf")),
  ];
}

function toCandidate(scope: Scope): (path: Bytes) => Candidate {
  return (path) => ({ scope, path });
}

const isMac = process.platform === "darwin";

function globalFiles(reader: Reader): readonly Bytes[] {
  if (isMac) {
    return [asBytes("/Library/Application Support/pip/pip.conf")];
  }
  const roots = split(variable(reader, "XDG_CONFIG_DIRS") ?? asBytes("/etc/xdg"), ":");
  return [
    ...roots.filter((root) => root !== "").map((root) => join(root, "pip/pip.conf")),
    asBytes("/etc/pip.conf"),
  ];
}

async function userFiles(home: Bytes, reader: Reader): Promise<readonly Bytes[]> {
  const legacy = join(home, ".pip/pip.conf");
  const support = join(home, "Library/Application Support/pip");
  if (isMac && (await reader.eyes.isDirectory(support))) {
    return [legacy, join(support, "pip.conf")];
  }
  const configuration = variable(reader, "XDG_CONFIG_HOME") ?? join(home, ".config");
  return [legacy, join(configuration, "pip/pip.conf")];
}

async function readCandidate(
  { scope, path }: Candidate,
  eyes: Eyes,
): Promise<{ scope: Scope; ini: Ini | null }> {
  const text = await eyes.readSmall(path);
  return { scope, ini: text === null ? null : readIni(text) };
}

function toRecord(ini: Extract<Ini, { kind: "read" }>): PipConfigurationFile["sections"] {
  return Object.fromEntries(
    [...ini.sections].map(([section, entries]) => [section, Object.fromEntries(entries)]),
  );
}
