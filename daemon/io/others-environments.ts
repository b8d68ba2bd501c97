// What VIRTUAL_ENV and CONDA_PREFIX name when they are not ours: whose they are decides who is manual.

import type { Bytes } from "../core/bytes.ts";
import { projectFiles } from "../core/discover.ts";
import { basename, join, parent } from "../core/path.ts";
import type { World } from "./world.ts";

/** An install root: `condabin`, or `pkgs` beside `envs` (PET), or conda itself. */
export async function isCondaBase(world: World, prefix: Bytes): Promise<boolean> {
  if (basename(parent(prefix)) === "envs") {
    return false;
  }
  const [condabin, packages, environments] = await Promise.all(
    ["condabin", "pkgs", "envs"].map((name) => world.lstat(join(prefix, name))),
  );
  const isRoot = condabin?.type === "directory";
  return isRoot || (packages?.type === "directory" && environments?.type === "directory");
}

/** It stands in a project: under a name that pyguard looks for, or beside a project's own files. */
export async function isProjectEnvironment(
  world: World,
  path: Bytes,
  names: readonly Bytes[],
): Promise<boolean> {
  if (names.includes(basename(path))) {
    return true;
  }
  const beside = await Promise.all(
    projectFiles.map((name) => world.lstat(join(parent(path), name))),
  );
  return beside.some((fact) => fact?.type === "file");
}
