// A whole Python in a directory of its own that may be written to: its program copied, its library linked.

import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
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

/** Makes a Python whose `sys.prefix` is `prefix`: not a virtual environment, and nobody's. */
export function makePrefix(prefix: string): void {
  const library = ask(python(), "sysconfig.get_path('stdlib')");
  const version = basename(library);
  mkdirSync(join(prefix, "bin"), { recursive: true });
  // A link would lead Python back to where the program is at home.
  copyFileSync(realpathSync(python()), join(prefix, "bin", version));
  chmodSync(join(prefix, "bin", version), 0o755);
  for (const name of ["python3", "python"]) {
    symlinkSync(version, join(prefix, "bin", name));
  }
  mkdirSync(join(prefix, "lib", version), { recursive: true });
  for (const name of readdirSync(library).filter((each) => !left.test(each))) {
    symlinkSync(join(library, name), join(prefix, "lib", version, name));
  }
}

/** Gives a Python the pip of this machine, and its scripts. */
export function givePip(prefix: string): void {
  const interpreter = join(prefix, "bin/python3");
  const own = ask(python(), "__import__('pip').__path__[0]");
  const site = ask(interpreter, "sysconfig.get_path('purelib')");
  mkdirSync(site, { recursive: true });
  symlinkSync(own, join(site, "pip"));
  const script = `#!${interpreter}\nimport sys\nfrom pip._internal.cli.main import main\nsys.exit(main())\n`;
  for (const name of ["pip", "pip3"]) {
    writeFileSync(join(prefix, "bin", name), script, { mode: 0o755 });
  }
}

/** Where this Python installs, and whether that has the module. */
export function has(prefix: string, module: string): boolean {
  return existsSync(join(siteOf(prefix), `${module}.py`));
}

/** Where this Python's packages are. */
export function siteOf(prefix: string): string {
  return ask(join(prefix, "bin/python3"), "sysconfig.get_path('purelib')");
}

/** What an expression is worth to an interpreter. */
export function ask(interpreter: string, expression: string): string {
  return execFileSync(interpreter, ["-I", "-c", `import sys, sysconfig; print(${expression})`], {
    cwd: dirname(interpreter),
    encoding: "utf8",
    env: { PATH: "/usr/bin:/bin", LANG: "C.UTF-8" },
  }).trim();
}
