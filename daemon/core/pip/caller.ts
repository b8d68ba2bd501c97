// Who typed the command: all that the choice of a Python may depend on besides files.

import { asBytes, type Bytes } from "../bytes.ts";

/** How a command's name is looked for. */
export type Search = {
  /** The caller's PATH. */
  readonly path: Bytes;
  /** The caller's directory: an empty entry of PATH means it. */
  readonly directory: Bytes;
  /** Directories of pyguard's own, which are passed over. */
  readonly skip: readonly Bytes[];
  /** zsh: where the system cannot start what was found, the next of that name on PATH is tried. */
  readonly goesOn?: boolean;
};

export type Caller = {
  readonly search: Search;
  readonly directory: Bytes;
  readonly home: Bytes;
  /** The variables that the question brought. */
  readonly variables: ReadonlyMap<string, Bytes>;
};

/** A variable's value; a variable that is set to nothing counts as not set, as it does for the managers here. */
export function variable(caller: Pick<Caller, "variables">, name: string): Bytes | null {
  const value = caller.variables.get(name) ?? asBytes("");
  return value === "" ? null : value;
}

/** The same caller with `directory` gone from PATH: how a manager of versions looks for the system's own. */
export function leaveOut<Some extends Caller>(caller: Some, directory: Bytes): Some {
  const { search } = caller;
  return { ...caller, search: { ...search, skip: [...search.skip, directory] } };
}
