// Pythons that a builder owns: Spack's store and views, and where this account may make a world, Nix and Guix.

import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { make, outside, prefixOf, write, type Ground } from "./ground.ts";
import { makePrefix, putPip } from "./prefix.ts";
import { runThere, type Words } from "./world.ts";

export function makeStored(ground: Ground): void {
  makeSpack(ground);
  if (ground.world !== null) {
    makeStore(ground, "nix", "/nix/store/abc-python3-3.11.7");
    makeStore(ground, "nix-env", "/nix/store/def-python3-3.11.7-env");
    makeStore(ground, "guix", "/gnu/store/abc-python-3.11.7");
    makeVenvOfNix(ground, ground.world);
  }
}

function makeSpack(ground: Ground): void {
  const store = make(ground, "spack", "spack/opt/python-3.11-abc");
  write(join(store, ".spack/spec.json"), "{}");
  write(join(store, "bin/python3-config"), "#!/bin/sh\n");
  // Spack copies the program into a view, writes a pyvenv.cfg, and links the rest.
  for (const [name, path] of [
    ["spack-view", "spack/env/.spack-env/view"],
    ["spack-view-elsewhere", "view"],
  ] as const) {
    // First, for Debian's Python has its packages elsewhere where that file is.
    const configuration = join(ground.root, path, "pyvenv.cfg");
    write(configuration, `home = ${store}/bin\ninclude-system-site-packages = true\n`);
    const view = make(ground, name, path);
    symlinkSync(join(store, "bin/python3-config"), join(view, "bin/python3-config"));
  }
}

/** A Python in a store that is at the root of the world. */
function makeStore({ root, base, prefixes }: Ground, name: string, seenAs: string): void {
  const prefix = outside(root, seenAs);
  makePrefix(prefix, base.interpreter);
  putPip(join(prefix, base.site), { prefix, from: base.interpreter, seenAs });
  prefixes.set(name, seenAs);
}

function makeVenvOfNix(ground: Ground, world: Words): void {
  const { root, base, prefixes } = ground;
  const prefix = join(root, "of-nix");
  const nix = join(prefixOf(ground, "nix"), "bin/python3");
  mkdirSync(prefix);
  runThere(world, [nix, "-I", "-m", "venv", "--without-pip", prefix]);
  putPip(join(prefix, "lib", base.library, "site-packages"), { prefix, from: base.interpreter });
  prefixes.set("of-nix", prefix);
}
