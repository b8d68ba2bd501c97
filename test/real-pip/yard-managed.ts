// Shared Pythons: nobody's, a distributor's, and those of managers of versions.

import { execFileSync } from "node:child_process";
import { existsSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { findOnPath } from "../real/shells.ts";
import { make, mark, prefixOf, write, type Ground } from "./ground.ts";
import { ask, makePrefix } from "./prefix.ts";
import { fixed } from "./world.ts";

const version = "3.11.7";

export function makeManaged(ground: Ground): void {
  makeGlobal(ground);
  make(ground, "fixed", fixed);
  make(ground, "piped", "piped");
  makeBlank(ground);
  mark(ground, make(ground, "marked", "marked"), "Hands off.");
  mark(ground, make(ground, "homebrew", `Cellar/python@3.11/${version}`), "Hands off.");
  mark(
    ground,
    make(ground, "uv", `uv/python/cpython-${version}-linux`),
    "This Python is managed by uv.",
  );
  makePyenv(ground);
  makeAsdf(ground);
  makeMise(ground);
  makeWrapped(ground);
}

/** Without a pip. */
function makeBlank({ root, base, prefixes }: Ground): void {
  makePrefix(join(root, "blank"), base.interpreter);
  prefixes.set("blank", join(root, "blank"));
}

/** With all names that pip goes by, and setuptools for `setup.py`. */
function makeGlobal(ground: Ground): void {
  const prefix = make(ground, "global", "global");
  const { interpreter, site } = ground.base;
  for (const name of ["pip3.12", "pip-3.9", "easy_install"]) {
    symlinkSync("pip", join(prefix, "bin", name));
  }
  const own = ask(interpreter, "__import__('setuptools').__path__[0]");
  for (const name of ["setuptools", "_distutils_hack", "pkg_resources"]) {
    symlinkSync(join(own, "..", name), join(prefix, site, name));
  }
}

/** pyenv itself, where it is here, makes its shims. */
function makePyenv(ground: Ground): void {
  const root = join(ground.root, "pyenv");
  const prefix = make(ground, "pyenv", `pyenv/versions/${version}`);
  writeFileSync(join(root, "version"), `${version}\n`);
  const program = join(homedir(), ".pyenv/bin/pyenv");
  if (existsSync(program)) {
    execFileSync(program, ["rehash"], { env: { PATH: "/usr/bin:/bin", PYENV_ROOT: root } });
    setShims(ground, "pyenv-shims", { prefix, root });
  }
}

/** asdf is seldom here: its shim is written as it would. */
function makeAsdf(ground: Ground): void {
  const root = join(ground.root, "asdf");
  const prefix = make(ground, "asdf", `asdf/installs/python/${version}`);
  const shim = `#!/usr/bin/env bash\n# asdf-plugin: python ${version}\nexec asdf exec "pip" "$@"\n`;
  write(join(root, "shims/pip"), shim);
  setShims(ground, "asdf-shims", { prefix, root });
}

/** mise itself, where it is here, makes its shims. */
function makeMise(ground: Ground): void {
  const root = join(ground.root, "mise");
  const prefix = make(ground, "mise", `mise/installs/python/${version}`);
  const program = findOnPath("mise");
  if (program !== null) {
    const env = { PATH: "/usr/bin:/bin", MISE_DATA_DIR: root, HOME: root };
    execFileSync(program, ["reshim"], { env, cwd: root, stdio: "ignore" });
    setShims(ground, "mise-shims", { prefix, root });
  }
}

type Shims = { readonly prefix: string; readonly root: string };

function setShims({ prefixes, bins }: Ground, name: string, { prefix, root }: Shims): void {
  prefixes.set(name, prefix);
  bins.set(name, join(root, "shims"));
}

/** A program that does not say which Python it runs. */
function makeWrapped(ground: Ground): void {
  const { root, prefixes } = ground;
  const prefix = join(root, "wrapped");
  write(join(prefix, "bin/pip"), `#!/bin/sh\nexec ${prefixOf(ground, "piped")}/bin/pip "$@"\n`);
  prefixes.set("wrapped", prefix);
}
