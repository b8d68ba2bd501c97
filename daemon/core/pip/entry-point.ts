// Which commands are ours, and what they are about to do; everything else passes untouched.

import { readEnsurepip } from "./ensurepip-line.ts";
import { readPython } from "./python-line.ts";
import { readEasyInstall, readSetup, type SetupRequest } from "./setup-line.ts";
import { readVenv } from "./venv-line.ts";

export type EntryPoint =
  | { readonly kind: "not-ours" }
  /** Help or a version, or an environment that is told where to be: nothing here changes. */
  | { readonly kind: "nothing-runs" }
  /** `words` follow the first `at` of the command, which are what starts pip. */
  | { readonly kind: "pip"; readonly words: readonly string[]; readonly at: number }
  | { readonly kind: "ensurepip"; readonly user: boolean; readonly root: string | null }
  /** `python -m venv` that was not told where. */
  | { readonly kind: "venv" }
  | SetupRequest;

const pipNames = /^pip(-?\d+(\.\d+)*)?(\.exe)?$/;
const pythonNames = /^(python|pypy)w?(-?\d+(\.\d+)*)?t?(\.exe)?$/;
const launcherNames = /^pyw?(\.exe)?$/;
const easyInstallNames = /^easy_install(-?\d+(\.\d+)*)?(\.exe)?$/;

const notOurs: EntryPoint = { kind: "not-ours" };

/** Reads the command as typed, its name first. A name with a slash in it is never ours: that is a way around. */
export function readEntryPoint(argv: readonly string[]): EntryPoint {
  const name = argv[0] ?? "";
  if (pipNames.test(name)) {
    return { kind: "pip", words: argv.slice(1), at: 1 };
  }
  if (easyInstallNames.test(name)) {
    return readEasyInstall(argv.slice(1));
  }
  if (pythonNames.test(name)) {
    return readInterpreter(argv, 1);
  }
  return launcherNames.test(name) ? readLauncher(argv) : notOurs;
}

function readInterpreter(argv: readonly string[], from: number): EntryPoint {
  const line = readPython(argv, from);
  switch (line.kind) {
    case "prints":
      return { kind: "nothing-runs" };
    case "module":
      return readModule(line.module, argv.slice(line.at), line.at);
    case "script":
      return /(^|[/\\])setup\.py$/.test(line.script) ? readSetup(argv.slice(line.at)) : notOurs;
    case "other":
      return notOurs;
  }
}

function readModule(module: string, words: readonly string[], at: number): EntryPoint {
  switch (module.replace(/\.__main__$/, "")) {
    case "pip":
      return { kind: "pip", words, at };
    case "ensurepip":
      return readEnsurepip(words);
    case "venv":
      return readVenv(words);
    case "easy_install":
    case "setuptools.command.easy_install":
      return readEasyInstall(words);
    default:
      return notOurs;
  }
}

/** `py -3.12 -m pip`: the launcher's own options come first, and at most one of them chooses a version. */
function readLauncher(argv: readonly string[]): EntryPoint {
  const first = argv[1] ?? "";
  if (/^(-0p?|--list(-paths)?|-h|--help|-\?)$/.test(first)) {
    return { kind: "nothing-runs" };
  }
  const choosesVersion = /^-(\d+(\.\d+)*t?(-\d+|-arm64)?|V:.+)$/.test(first);
  return readInterpreter(argv, choosesVersion ? 2 : 1);
}
