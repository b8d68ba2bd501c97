// All that a decision about one pip command rests on; gathered elsewhere, never looked up here.

import type { Kind } from "./kind.ts";

/** One configuration file of pip: section, then key, then value. A key without a value is the empty string. */
export type PipConfiguration = Readonly<Record<string, Readonly<Record<string, string>>>>;

export type PipConfigurationFile = {
  /** `user` files are those that `--isolated` and a `PIP_CONFIG_FILE` that exists leave out. */
  readonly scope: "global" | "user" | "site" | "named";
  readonly sections: PipConfiguration;
};

export type PipFacts = {
  /** The command as typed, its name first. */
  readonly argv: readonly string[];
  /** The variables that are set, in the order of the environment: pip lets the later of two aliases win. */
  readonly environment: ReadonlyMap<string, string>;
  /** `$PWD`. */
  readonly directory: string;
  readonly home: string;

  /** What the interpreter is that this command runs under. */
  readonly kind: Kind;
  /** Its path; null where it could not be told. */
  readonly interpreter: string | null;
  /** What `--python` or `PIP_PYTHON` names; null where neither is given or it could not be told. */
  readonly pythonKind: Kind | null;
  /** The path behind `pythonKind`. */
  readonly pythonInterpreter: string | null;
  /** pip's version, as in "23.0.1"; null is read as the newest known. */
  readonly pipVersion: string | null;
  /** The interpreter's version, as in "3.12.1". */
  readonly pythonVersion: string | null;

  readonly interactive: boolean;
  readonly container: boolean;
  /** Whether the site directory can be written to. */
  readonly writable: boolean;
  readonly userSiteEnabled: boolean;
  /** A marker file in the prefix says that something else manages it and wants pip let in. */
  readonly managedMarker: boolean;
  /** Another environment is active than the one this pip belongs to. */
  readonly activeMismatch: boolean;

  /** pip's configuration files in the order in which the later one wins. */
  readonly configuration: readonly PipConfigurationFile[];
  /** A configuration file exists that pip cannot read, so that pip fails whatever was typed. */
  readonly configurationBroken: boolean;

  /** Of the interpreter that is written to: */
  readonly prefix: string;
  readonly basePrefix: string;
  /** Where a distribution sends what pip installs, as `/usr/local` on Debian; null where it is the prefix. */
  readonly localPrefix: string | null;
  readonly siteDirs: readonly string[];
  readonly userBase: string;
  readonly userSite: string;
  /** Where paths lead, links followed; one that is not in it leads to itself. */
  readonly leads: ReadonlyMap<string, string>;

  /** The environment of the project that the directory is in. */
  readonly projectVenv: string | null;
  /** Whether the person trusts it: it runs code, so nothing is routed to one that is not. */
  readonly projectVenvTrusted: boolean;
  readonly projectVenvHasPip: boolean;
  /** What `.venv` in the directory is: `python -m venv` without a directory makes it only where nothing is. */
  readonly venvHere: "nothing" | "environment" | "file" | "other";

  /** The setting `guard`. */
  readonly guard: boolean;
  /** The setting `route`; the variable PYGUARD_ROUTE goes before it. */
  readonly route: "off" | "auto";
  /** The setting `min_python`, as in "3.13": older interpreters are left alone. */
  readonly minPython: string | null;
};

/** The facts of an ordinary machine: what a row, a test or a probe that knows less does not say. */
export const ordinaryFacts: Omit<PipFacts, "argv" | "kind"> = {
  environment: new Map(),
  directory: "/p",
  home: "/home/u",
  interpreter: null,
  pythonKind: null,
  pythonInterpreter: null,
  pipVersion: null,
  pythonVersion: null,
  interactive: true,
  container: false,
  writable: true,
  userSiteEnabled: true,
  managedMarker: false,
  activeMismatch: false,
  configuration: [],
  configurationBroken: false,
  prefix: "/usr/local",
  basePrefix: "/usr/local",
  localPrefix: null,
  siteDirs: ["/usr/local/lib/python3.12/site-packages"],
  userBase: "/home/u/.local",
  userSite: "/home/u/.local/lib/python3.12/site-packages",
  leads: new Map(),
  projectVenv: null,
  projectVenvTrusted: true,
  projectVenvHasPip: true,
  venvHere: "nothing",
  guard: true,
  route: "off",
  minPython: null,
};
