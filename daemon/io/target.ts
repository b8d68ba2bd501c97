// What `.venv` is: the environment itself, or a file or link that names one elsewhere.

import type { Bytes } from "../core/bytes.ts";
import { asBytes } from "../core/bytes.ts";
import type { FileFact } from "../core/facts.ts";
import { parseRedirect } from "../core/parse-redirect.ts";
import { isUsable, join, parent, resolve } from "../core/path.ts";
import type { Unusable } from "../core/sighting.ts";
import { sha256 } from "./digest.ts";
import type { World } from "./world.ts";

export type Named =
  | { readonly kind: "directory"; readonly path: Bytes }
  /** `path` by spelling alone: nothing there was touched. */
  | { readonly kind: "redirect"; readonly path: Bytes; readonly digest: string };

export type Target = Named | { readonly kind: "unusable"; readonly why: Unusable };

export async function readTarget(world: World, path: Bytes, fact: FileFact): Promise<Target> {
  switch (fact.type) {
    case "directory":
      return { kind: "directory", path };
    case "link":
      return followLink(path, await world.readlink(path));
    case "file":
      return readFile(world, path);
    case "other":
      return { kind: "unusable", why: { kind: "odd" } };
  }
}

function followLink(path: Bytes, text: Bytes | null): Target {
  if (text === null) {
    return { kind: "unusable", why: { kind: "odd" } };
  }
  return toRedirect(resolve(parent(path), text), asBytes(`link\0${text}`));
}

async function readFile(world: World, path: Bytes): Promise<Target> {
  const fact = await world.lstat(path);
  const content = fact?.type === "file" ? await world.readBounded(path) : null;
  if (content === null) {
    return { kind: "unusable", why: { kind: "bad-redirect", reason: "unread" } };
  }
  const redirect = parseRedirect(content.bytes, parent(path));
  switch (redirect.kind) {
    case "bad":
      return { kind: "unusable", why: { kind: "bad-redirect", reason: redirect.reason } };
    case "path":
      return toRedirect(redirect.target, asBytes(`file\0${content.bytes}`));
    case "name":
      // One word lies inside the project, where looking is harmless.
      return (await isEnvironment(world, redirect.target))
        ? toRedirect(redirect.target, asBytes(`file\0${content.bytes}`))
        : { kind: "unusable", why: { kind: "legacy-name", name: redirect.name } };
  }
}

async function isEnvironment(world: World, path: Bytes): Promise<boolean> {
  const [directory, cfg] = await Promise.all([
    world.lstat(path),
    world.lstat(join(path, "pyvenv.cfg")),
  ]);
  return directory?.type === "directory" && cfg?.type === "file";
}

/** Of what `pyguard use` recorded. */
export function targetOf(used: Bytes): Target {
  return toRedirect(used, asBytes(`use\0${used}`));
}

function toRedirect(path: Bytes, content: Bytes): Target {
  return isUsable(path)
    ? { kind: "redirect", path, digest: sha256(content) }
    : { kind: "unusable", why: { kind: "unusable" } };
}
