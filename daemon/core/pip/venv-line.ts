// `python -m venv`: with a directory it is nobody's business, without one it makes `.venv` (CPython only complains).

import { readArgparse, type ArgparseOptions } from "./argparse-line.ts";

const flags = [
  "--help",
  "--system-site-packages",
  "--symlinks",
  "--copies",
  "--clear",
  "--upgrade",
  "--without-pip",
  "--upgrade-deps",
  "--without-scm-ignore-files",
];

const known: ArgparseOptions = {
  names: {
    ...Object.fromEntries([...flags, "--prompt"].map((name) => [name, name])),
    "-h": "--help",
  },
  withValue: ["--prompt"],
};

/** What this line would do. */
export function readVenv(
  words: readonly string[],
): { readonly kind: "venv" } | { readonly kind: "nothing-runs" } {
  const line = readArgparse(words, known);
  const isWithoutDirectory = !line.ends && line.positionals.length === 0;
  return { kind: isWithoutDirectory ? "venv" : "nothing-runs" };
}
