// Whether one run of a Python passes over the account's own packages.

import { versionNumber } from "./version.ts";
import type { Python } from "./python.ts";

export type Run = {
  readonly python: Pick<Python, "hidesUserSite" | "library" | "version">;
  /** PYTHONNOUSERSITE; empty where it is not set. */
  readonly variable: string;
  /** Words of Python's own, typed or in a script's first line. */
  readonly options: readonly string[];
};

/** By pyvenv.cfg, by an option, or by the variable where Python heeds that. */
export function hidesUserSite({ python, variable, options }: Run): boolean {
  const letters = options.map(lettersOf).join("");
  const isSet = isOn(variable, python) && !/[EI]/.test(letters);
  return python.hidesUserSite || isSet || /[sI]/.test(letters);
}

/** The letters of `-Im` or `-sWerror`; the rest of a word is a value behind some. */
function lettersOf(option: string): string {
  return /^-([a-zA-Z]+)/.exec(option)?.[1]?.replace(/[WXQcm].*$/, "") ?? "";
}

/** CPython reads a number since 3.7, as strtol(3) does, and 0 is off; anything else is on. Before, and in PyPy, 0 is too. */
function isOn(variable: string, { library, version }: Run["python"]): boolean {
  const readsNumber = !library.startsWith("pypy") && versionNumber(version ?? "3.7") >= 3_007_000;
  const isZero = readsNumber && /^[ \t\n\v\f\r]*[+-]?0+$/.test(variable);
  return variable !== "" && !isZero;
}
