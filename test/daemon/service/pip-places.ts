// Pythons and environments to type pip commands at; no pip is ever run.

import { existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { anyPython, makeVenv, run, writeProgram, writeText } from "../io/pip/pythons.ts";

const python = anyPython();
const debian = "/usr/bin/python3";
/** Whether the system's Python is one with a marker, as Debian's. */
export const isDebian =
  existsSync(debian) &&
  existsSync("/usr/bin/pip") &&
  run(debian, [
    "-c",
    "import sysconfig, os, sys; sys.exit(not os.path.isfile(sysconfig.get_path('stdlib') + '/EXTERNALLY-MANAGED'))",
  ]) !== null;

/** An environment with the scripts of a pip; pip itself is never run here. */
export function makeEnvironment(directory: string, withPip = true): string {
  makeVenv(python, directory, ["--without-pip"]);
  if (withPip) {
    givePip(directory);
  }
  return directory;
}

function givePip(environment: string): void {
  writeProgram(join(environment, "bin/pip"), `#!${environment}/bin/python3\nimport re\n`);
  const [, version] =
    /python(3\.\d+)/.exec(
      run(join(environment, "bin/python3"), [
        "-c",
        "import sysconfig; print(sysconfig.get_path('purelib'))",
      ]) ?? "",
    ) ?? [];
  writeText(
    join(environment, `lib/python${version}/site-packages/pip/__init__.py`),
    '__version__ = "24.0"\n',
  );
}

/** A Python that belongs to nobody in particular: its library, a link-free program, and a pip. */
export function makeShared(prefix: string): string {
  ["os.py", "ensurepip/__init__.py"].forEach((name) =>
    writeText(join(prefix, "lib/python3.12", name), ""),
  );
  writeProgram(join(prefix, "bin/python3.12"), "\u007fELF");
  symlinkSync("python3.12", join(prefix, "bin/python3"));
  writeProgram(join(prefix, "bin/pip"), `#!${prefix}/bin/python3\n`);
  return join(prefix, "bin");
}

/** The line to paste. */
export function pasteOf(lines: readonly string[]): string {
  return lines.find((line) => line.startsWith("      "))?.trim() ?? "";
}
