// Real virtual environments in a few milliseconds: one is made by `python -m venv`, the others are copies of it.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { python } from "./python.ts";

/** Makes the environment that others are copied from, with a pip that only notes how it was called. */
export function makeTemplate(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  execFileSync(python(), ["-m", "venv", "--without-pip", "--symlinks", path]);
  writeFakePip(join(path, "bin", "pip"), join(path, "bin", basename(python())));
}

/** Copies the template, with its own path written into the activation scripts. */
export function copyVenv(template: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  cpSync(template, path, { recursive: true, verbatimSymlinks: true });
  const bin = join(path, "bin");
  for (const entry of readdirSync(bin, { withFileTypes: true })) {
    if (entry.isFile()) {
      const file = join(bin, entry.name);
      writeFileSync(file, readFileSync(file, "utf8").replaceAll(template, path));
    }
  }
}

/** Writes a `pip` that runs under `interpreter`. */
export function writeFakePip(path: string, interpreter: string): void {
  const source = fileURLToPath(new URL("../../../test/real/fake-pip.py", import.meta.url));
  const text = readFileSync(source, "utf8").replace("@PYTHON@", interpreter);
  writeFileSync(path, text, { mode: 0o755 });
}
