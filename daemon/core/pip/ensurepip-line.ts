// `python -m ensurepip`: it puts pip alone into the interpreter, and no setting of pip's reaches it.

import { readArgparse, type ArgparseOptions } from "./argparse-line.ts";

const known: ArgparseOptions = {
  names: {
    "-h": "--help",
    "--help": "--help",
    "--version": "--version",
    "-v": "--verbose",
    "--verbose": "--verbose",
    "-U": "--upgrade",
    "--upgrade": "--upgrade",
    "--user": "--user",
    "--root": "--root",
    "--altinstall": "--altinstall",
    "--default-pip": "--default-pip",
  },
  withValue: ["--root"],
};

type Ensurepip =
  | { readonly kind: "nothing-runs" }
  | { readonly kind: "ensurepip"; readonly user: boolean; readonly root: string | null };

/** What this line would do. */
export function readEnsurepip(words: readonly string[]): Ensurepip {
  const { options, positionals, ends } = readArgparse(words, known);
  if (ends || options.has("--version") || positionals.length > 0) {
    return { kind: "nothing-runs" };
  }
  return { kind: "ensurepip", user: options.has("--user"), root: options.get("--root") ?? null };
}
