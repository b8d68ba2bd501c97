// What a command that changes an environment is about to do, in the words that the judgement needs.

import { textOf, type PipCommand } from "./parse-pip.ts";
import type { Destination } from "./destination.ts";
import type { EntryPoint } from "./entry-point.ts";
import type { Value, Values } from "./parse-options.ts";

export type Intent = {
  readonly does: "install" | "uninstall" | "ensurepip";
  /** Each place it was told to install to; mostly one. */
  readonly destinations: readonly Destination[];
  /** `--user`, however it was said; null where nothing was said about it, so that pip chooses. */
  readonly user: boolean | null;
  /** `--python` or PIP_PYTHON names the interpreter. */
  readonly namesPython: boolean;
  /** Typed, not set by a variable or a file. */
  readonly breaksSystemPackages: boolean;
  /** What require-virtualenv ends up as; null where nobody set it. */
  readonly requiresVirtualenv: boolean | null;
  /** Whether it could run in another environment just as well. */
  readonly canMove: boolean;
};

type Command = Extract<PipCommand, { readonly kind: "command" }>;
type Setup = Extract<EntryPoint, { readonly kind: "setup" }>;
type Ensurepip = Extract<EntryPoint, { readonly kind: "ensurepip" }>;

/** What `pip install` or `pip uninstall` is about to do. */
export function intentOfPip({ verb, python, values, typed }: Command): Intent {
  const destination = destinationOf(values);
  return {
    does: verb === "uninstall" ? "uninstall" : "install",
    destinations: [destination],
    user: truth(values.get("use_user_site")),
    namesPython: python !== "",
    breaksSystemPackages: typed.has("override_externally_managed"),
    requiresVirtualenv: truth(values.get("require_venv")),
    canMove: python === "" && Object.values(destination).every((place) => place === null),
  };
}

/** Where pip was told to install. */
export function destinationOf(values: Values): Destination {
  const given = (name: string): string | null => (values.has(name) ? textOf(values, name) : null);
  return { root: given("root_path"), prefix: given("prefix_path"), target: given("target_dir") };
}

function truth(value: Value | undefined): boolean | null {
  return typeof value === "boolean" ? value : null;
}

/** setup.py, easy_install and ensurepip ask none of pip's settings. */
const withoutPip = {
  namesPython: false,
  breaksSystemPackages: false,
  requiresVirtualenv: null,
  canMove: false,
} as const;

/** What setup.py or easy_install is about to do. They never choose the user site by themselves. */
export function intentOfSetup({ installs }: Setup): Intent {
  const user = installs.some((install) => install.user);
  return { ...withoutPip, does: "install", destinations: installs, user };
}

/** What `python -m ensurepip` is about to do. */
export function intentOfEnsurepip({ user, root }: Ensurepip): Intent {
  const destinations = [{ root, prefix: null, target: null }];
  return { ...withoutPip, does: "ensurepip", destinations, user };
}
