// What was typed as a command of pip's: for another pip than the one that was typed, or for none.

import { asBytes, type Bytes } from "../bytes.ts";
import { readEntryPoint } from "./entry-point.ts";
import { withoutDestination } from "./without-destination.ts";

/** The words behind `pip` that do the same; null where pip does nothing of the kind. */
export function wordsForPip(argv: readonly Bytes[]): readonly Bytes[] | null {
  const entry = readEntryPoint(argv);
  if (entry.kind === "pip") {
    return argv.slice(entry.at);
  }
  const at = argv.findIndex((word) => setupScript.test(word));
  const [, directory] = setupScript.exec(argv[at] ?? "") ?? [];
  if (entry.kind !== "setup" || directory === undefined) {
    return null;
  }
  const isEditable = argv.slice(at).some((word) => word === "develop");
  const place = asBytes(directory === "" ? "." : spellDirectory(directory));
  return [asBytes("install"), ...(isEditable ? [asBytes("-e")] : []), place];
}

const setupScript = /^(|.*\/)setup\.py$/;

/** A name without a slash would be a package's. */
function spellDirectory(directory: string): string {
  const bare = directory.replace(/(?!^)\/+$/, "");
  return /^\.|\//.test(bare) ? bare : `./${bare}`;
}

/** By a Python, whose pip may not start by itself. */
export function asModule(argv: readonly Bytes[], python = asBytes("python")): readonly Bytes[] {
  const words = wordsForPip(argv);
  return words === null
    ? [python, ...argv.slice(1)]
    : [python, ...["-m", "pip"].map(asBytes), ...words];
}

/** By uv, which heeds none of pip's variables, has no user site, and other options before the verb. */
export function asUv(argv: readonly Bytes[]): readonly Bytes[] {
  const words = wordsForPip(withoutDestination(argv)) ?? [];
  const at = words.findIndex((word) => word === "install" || word === "uninstall");
  const own = words.slice(Math.max(0, at)).filter((word) => word !== "--no-user");
  return ["uv", "pip"].map(asBytes).concat(own);
}
