// A pip and an ensurepip that take milliseconds: hundreds of environments are made with them.

import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ask, siteOf } from "../../real-pip/prefix.ts";
import { python } from "../python.ts";

const source = fileURLToPath(new URL("../../../../test/real/advice/quick-pip.py", import.meta.url));

/** Makes the packages `pip` and `ensurepip` in a directory. */
export function writeQuickPip(directory: string): void {
  const write = (name: string, text: string): void => {
    mkdirSync(join(directory, name, ".."), { recursive: true });
    writeFileSync(join(directory, name), text);
  };
  write("pip/__init__.py", readFileSync(source, "utf8"));
  write("pip/__main__.py", "import pip\npip.main()\n");
  write("ensurepip/__init__.py", "");
  write(
    "ensurepip/__main__.py",
    `import sys, sysconfig\nsys.path.insert(0, ${JSON.stringify(directory)})\nimport pip\npip.put(sysconfig.get_path("purelib"))\n`,
  );
}

/** What the standard library of this machine's Python is called, as in `python3.12`. */
export function libraryName(): string {
  return basename(ask(python(), "sysconfig.get_path('stdlib')"));
}

/** Gives a Python the quick ones; `seenAs` is what its prefix is called where it runs. */
export function giveQuickPip(prefix: string, quick: string, seenAs = prefix): void {
  putQuickPip(prefix, quick, seenAs);
  const ensurepip = join(prefix, "lib", libraryName(), "ensurepip");
  rmSync(ensurepip, { force: true, recursive: true });
  symlinkSync(join(quick, "ensurepip"), ensurepip);
}

/** The pip alone, as an environment has it. */
export function putQuickPip(prefix: string, quick: string, seenAs = prefix): void {
  const site = siteOf(prefix);
  mkdirSync(site, { recursive: true });
  symlinkSync(join(quick, "pip"), join(site, "pip"));
  for (const name of ["pip", "pip3"]) {
    const script = `#!${seenAs}/bin/python3\nimport pip\npip.main()\n`;
    writeFileSync(join(prefix, "bin", name), script, { mode: 0o755 });
  }
}
