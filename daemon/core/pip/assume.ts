// Facts about a machine that is not this one: a row of decisions, as in the project's table of them, and its decision.

import type { Decision } from "./decision.ts";
import { ordinaryFacts, type PipConfiguration, type PipFacts } from "./facts.ts";
import { judgePip } from "./judge-pip.ts";
import type { Kind } from "./kind.ts";
import { BadField, openRow, type Fields } from "./row-fields.ts";

export type Assumed =
  | { readonly kind: "assumed"; readonly facts: PipFacts; readonly decision: Decision }
  /** `problem` names the row and the field. */
  | { readonly kind: "bad-row"; readonly problem: string };

/** Judges one row, or each row of an array, in order. `argv`, where it is given, replaces each row's own. */
export function assume(document: unknown, argv: readonly string[] | null): readonly Assumed[] {
  const rows: readonly unknown[] = Array.isArray(document) ? document : [document];
  return rows.map((row, at) => assumeRow(row, at, argv));
}

function assumeRow(row: unknown, at: number, argv: readonly string[] | null): Assumed {
  try {
    const facts = readRow(openRow(row, at), argv);
    return { kind: "assumed", facts, decision: judgePip(facts) };
  } catch (error) {
    if (error instanceof BadField) {
      return { kind: "bad-row", problem: error.message };
    }
    throw error;
  }
}

const factNames = (
  "interactive container writable user_site_enabled project_venv config python_kind managed_marker " +
  "active_mismatch prefix base_prefix local_prefix site_dirs user_base user_site " +
  "pip_version python_version min_python route"
).split(" ");

function readRow(row: Fields, argv: readonly string[] | null): PipFacts {
  const typed = argv ?? row.texts("argv") ?? row.missing("argv");
  if (typed.length === 0) {
    return row.missing("argv");
  }
  const kind = row.kind("target_kind") ?? row.missing("target_kind");
  const environment = new Map(Object.entries(row.textRecord("env") ?? {}));
  const facts = row.inside("facts", factNames);
  const home = environment.get("HOME") ?? ordinaryFacts.home;
  return {
    ...ordinaryFacts,
    argv: typed,
    environment,
    home,
    kind,
    // Without a word about it, what `--python` names is what the row is about.
    pythonKind: facts.kind("python_kind") ?? kind,
    ...readSwitches(facts),
    ...readSettings(facts),
    ...readPlaces(facts, facts.kind("python_kind") ?? kind, home),
    configuration: readConfiguration(facts),
  };
}

function readSwitches(facts: Fields): Partial<PipFacts> {
  return {
    interactive: facts.flag("interactive") ?? ordinaryFacts.interactive,
    container: facts.flag("container") ?? ordinaryFacts.container,
    writable: facts.flag("writable") ?? ordinaryFacts.writable,
    userSiteEnabled: facts.flag("user_site_enabled") ?? ordinaryFacts.userSiteEnabled,
    managedMarker: facts.flag("managed_marker") ?? ordinaryFacts.managedMarker,
    activeMismatch: facts.flag("active_mismatch") ?? ordinaryFacts.activeMismatch,
  };
}

function readSettings(facts: Fields): Partial<PipFacts> {
  return {
    projectVenv: facts.text("project_venv"),
    pipVersion: facts.text("pip_version"),
    pythonVersion: facts.text("python_version"),
    minPython: facts.text("min_python"),
    route: facts.oneOf("route", ["off", "auto"]) ?? "off",
  };
}

/** Where an interpreter of each kind mostly is. */
const prefixes: Partial<Readonly<Record<Kind, string>>> = {
  distro: "/usr",
  "distro-em": "/usr",
  "macos-system": "/usr",
  "homebrew-em": "/opt/homebrew",
  "pyenv-global": "/home/u/.pyenv/versions/3.12.1",
  asdf: "/home/u/.asdf/installs/python/3.12.1",
  mise: "/home/u/.local/share/mise/installs/python/3.12.1",
  "conda-base": "/opt/conda",
  "conda-env": "/opt/conda/envs/sci",
  "conda-em": "/opt/conda/envs/sci",
  "conda-frozen": "/opt/conda/envs/sci",
  "spack-view": "/s/env/.spack-env/view",
  "spack-store": "/s/opt/python-3.11-abc",
  "nix-store": "/nix/store/abc-python3-3.12",
  "nix-env": "/nix/store/abc-python3-3.12-env",
  "guix-store": "/gnu/store/abc-python-3.12",
  venv: "/p/.venv",
  "venv-system-site": "/p/.venv",
  "virtualenv-legacy": "/p/.venv",
};

function readPlaces(facts: Fields, kind: Kind, home: string): Partial<PipFacts> {
  const packages = "lib/python3.12/site-packages";
  const prefix = facts.text("prefix") ?? prefixes[kind] ?? ordinaryFacts.prefix;
  const userBase = facts.text("user_base") ?? `${home}/.local`;
  return {
    prefix,
    basePrefix: facts.text("base_prefix") ?? prefix,
    localPrefix: facts.text("local_prefix"),
    siteDirs: facts.texts("site_dirs") ?? [`${prefix}/${packages}`],
    userBase,
    userSite: facts.text("user_site") ?? `${userBase}/${packages}`,
  };
}

/** One file stands for all: a row's configuration is what `--isolated` keeps. */
function readConfiguration(facts: Fields): PipFacts["configuration"] {
  const config = facts.inside("config", null);
  const sections: PipConfiguration = Object.fromEntries(
    config.names().map((section) => [section, config.textRecord(section) ?? {}]),
  );
  return [{ scope: "global", sections }];
}
