// A whole Python in a directory of its own that may be written to: its program copied, its library linked.

import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { python } from "../real/python.ts";

/** Neither what says that others manage this Python nor what was installed into it goes along. */
const left = /^(EXTERNALLY-MANAGED|(site|dist)-packages)$/;

/** Makes a Python whose `sys.prefix` is `prefix`: not a virtual environment, and nobody's. `from` is what is copied. */
export function makePrefix(prefix: string, from = python()): void {
  const library = ask(from, "sysconfig.get_path('stdlib')");
  const version = basename(library);
  mkdirSync(join(prefix, "bin"), { recursive: true });
  // A link would lead Python back to where the program is at home.
  copyFileSync(realpathSync(from), join(prefix, "bin", version));
  chmodSync(join(prefix, "bin", version), 0o755);
  for (const name of ["python3", "python"]) {
    symlinkSync(version, join(prefix, "bin", name));
  }
  mkdirSync(join(prefix, "lib", version), { recursive: true });
  for (const name of readdirSync(library).filter((each) => !left.test(each))) {
    symlinkSync(join(library, name), join(prefix, "lib", version, name));
  }
}

/** Gives a Python the pip of this machine, or that of `from`, and its scripts. */
export function givePip(prefix: string, from = python()): void {
  putPip(siteOf(prefix), { prefix, from });
}

type Owner = {
  readonly prefix: string;
  /** Whose pip it is. */
  readonly from: string;
  /** What the prefix is called where its scripts are run. */
  readonly seenAs?: string;
};

/** The same where the Python cannot say itself where its packages are. */
export function putPip(site: string, { prefix, from, seenAs = prefix }: Owner): void {
  const own = ask(from, "__import__('pip').__path__[0]");
  mkdirSync(site, { recursive: true });
  symlinkSync(own, join(site, "pip"));
  // As each Python has one: a directory without files but a package's goes with the package.
  writeFileSync(join(site, "README.txt"), "");
  const script = `#!${seenAs}/bin/python3\nimport sys\nfrom pip._internal.cli.main import main\nsys.exit(main())\n`;
  for (const name of ["pip", "pip3"]) {
    writeFileSync(join(prefix, "bin", name), script, { mode: 0o755 });
  }
}

/** Where this Python's packages are. */
export function siteOf(prefix: string): string {
  return ask(join(prefix, "bin/python3"), "sysconfig.get_path('purelib')");
}

const told = new Map<string, string>();

/** What an expression is worth to an interpreter; one that was asked does not change. */
export function ask(interpreter: string, expression: string): string {
  const key = JSON.stringify([interpreter, expression]);
  const known = told.get(key);
  if (known !== undefined) {
    return known;
  }
  const said = execFileSync(
    interpreter,
    ["-I", "-c", `import sys, sysconfig; print(${expression})`],
    {
      cwd: dirname(interpreter),
      encoding: "utf8",
      env: { PATH: "/usr/bin:/bin", LANG: "C.UTF-8" },
    },
  ).trim();
  told.set(key, said);
  return said;
}
