// conda's Pythons: what conda and pixi write beside a Python, and a real Python.

import { join } from "node:path";
import { make, mark, prefixOf, write, type Ground } from "./ground.ts";

export function makeConda(ground: Ground): void {
  const base = make(ground, "conda-base", "conda");
  write(join(base, "condabin/conda"), "#!/bin/sh\n");
  write(join(base, "conda-meta/conda-24.1.0-py311_0.json"), "{}");
  write(join(base, "conda-meta/history"));
  for (const name of ["sci", "frozen", "marked", "hidden"]) {
    write(join(make(ground, `conda-${name}`, `conda/envs/${name}`), "conda-meta/history"));
  }
  const at = (name: string): string => prefixOf(ground, `conda-${name}`);
  write(join(at("frozen"), "conda-meta/frozen"), '{"message": "not this one"}');
  mark(ground, at("marked"), "Use conda.");
  // People write this to switch the user site off: it makes no virtual environment.
  write(join(at("hidden"), "pyvenv.cfg"), "include-system-site-packages = false\n");
  const pixi = make(ground, "pixi", "app/.pixi/envs/default");
  write(join(pixi, "conda-meta/history"));
  write(join(pixi, "conda-meta/pixi"), "{}");
}
