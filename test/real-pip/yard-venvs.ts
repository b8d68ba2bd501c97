// Virtual environments: whole ones by each maker, and those that were copied, moved or robbed of a file.

import { execFileSync } from "node:child_process";
import { cpSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { python } from "../real/python.ts";
import { findOnPath } from "../real/shells.ts";
import { fixed } from "./world.ts";
import { prefixOf, write, type Ground } from "./ground.ts";
import { givePip, makePrefix, siteOf } from "./prefix.ts";

export function makeEnvironments(ground: Ground): void {
  makeVenvs(ground);
  makeOdd(ground);
  makeLegacy(ground);
}

/** With the pip that their makers themselves put there, which takes seconds. */
export function makeByMakers(ground: Ground): void {
  addVenv(ground, "whole", ["--symlinks"]);
  makeVirtualenv(ground);
}

function makeVenvs(ground: Ground): void {
  const { root, base, prefixes } = ground;
  const kinds: Readonly<Record<string, readonly string[]>> = {
    venv: [],
    other: [],
    seeing: ["--system-site-packages"],
    copies: ["--copies"],
    tool: [],
    "uv-tool": [],
    lost: [],
  };
  for (const [name, options] of Object.entries(kinds)) {
    givePip(addVenv(ground, name, ["--without-pip", ...options]), base.interpreter);
  }
  addVenv(ground, "bare", ["--without-pip"]);
  const locked = addVenv(ground, `${fixed}/seeing`, ["--without-pip", "--system-site-packages"]);
  givePip(locked, base.interpreter);
  const nested = join(root, "nested");
  makeVenv(prefixOf(ground, "venv"), nested);
  givePip(nested, base.interpreter);
  prefixes.set("nested", nested);
}

function addVenv(ground: Ground, name: string, options: readonly string[]): string {
  const { root, prefixes } = ground;
  const path = join(root, name);
  run(join(prefixOf(ground, "global"), "bin/python3"), [...options, path]);
  prefixes.set(name, path);
  return path;
}

/** An environment of the Python in a prefix, without pip. */
export function makeVenv(base: string, path: string): void {
  run(join(base, "bin/python3"), ["--without-pip", path]);
}

function run(interpreter: string, words: readonly string[]): void {
  execFileSync(interpreter, ["-I", "-m", "venv", ...words], { stdio: "pipe" });
}

function makeOdd(ground: Ground): void {
  const { root, base, prefixes } = ground;
  const at = (name: string): string => prefixOf(ground, name);
  write(join(at("tool"), "pipx_metadata.json"), "{}");
  write(join(at("uv-tool"), "uv-receipt.toml"), "[tool]\n");
  rmSync(join(at("lost"), "pyvenv.cfg"));
  const copied = join(root, "copied");
  cpSync(at("venv"), copied, { recursive: true, verbatimSymlinks: true });
  prefixes.set("copied", copied);
  // Its pip is started by a Python that is gone; its Python still is its own.
  const old = addVenv(ground, "moved.old", ["--without-pip"]);
  givePip(old, base.interpreter);
  renameSync(old, join(root, "moved"));
  prefixes.set("moved", join(root, "moved"));
  const linked = join(root, "linked");
  symlinkSync(at("venv"), linked);
  prefixes.set("linked", linked);
}

/** virtualenv itself, where it is here. */
function makeVirtualenv({ root, prefixes }: Ground): void {
  const program = findOnPath("virtualenv");
  if (program === null) {
    return;
  }
  const path = join(root, "virtualenv");
  const seeds = { VIRTUALENV_OVERRIDE_APP_DATA: join(root, "seeds") };
  const env = { PATH: "/usr/bin:/bin", HOME: root, ...seeds };
  execFileSync(program, ["--no-download", "-q", "-p", python(), path], { env });
  prefixes.set("virtualenv", path);
}

/** As virtualenv made them before version 20. */
function makeLegacy(ground: Ground): void {
  const { root, base, prefixes } = ground;
  const path = join(root, "legacy");
  makePrefix(path, base.interpreter);
  givePip(path, base.interpreter);
  const origin = prefixOf(ground, "global");
  write(join(path, "bin/activate"));
  write(join(path, "lib", base.library, "orig-prefix.txt"), origin);
  // Its site.py said this.
  const says = `import sys; sys.real_prefix = ${JSON.stringify(origin)}\n`;
  writeFileSync(join(siteOf(path), "old.pth"), says);
  prefixes.set("legacy", path);
}
