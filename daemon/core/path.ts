// Paths compared by their components, never by their spelling: /w/proj is not above /w/proj-evil.

import { asBytes, type Bytes } from "./bytes.ts";

/** Joins with one slash between; `base` is absolute. */
export function join(base: Bytes, ...names: readonly string[]): Bytes {
  return asBytes([base === "/" ? "" : base, ...names].join("/"));
}

/** `path` as seen from `directory`: absolute, `.` and `..` taken away by spelling alone. */
export function resolve(directory: Bytes, path: Bytes): Bytes {
  const kept: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${directory}/${path}`).split("/")) {
    if (part === "..") {
      kept.pop();
    } else if (part !== "" && part !== ".") {
      kept.push(part);
    }
  }
  return asBytes(`/${kept.join("/")}`);
}

/** The directory that holds `path`; the root holds itself. */
export function parent(path: Bytes): Bytes {
  const slash = path.lastIndexOf("/");
  return asBytes(slash <= 0 ? "/" : path.slice(0, slash));
}

/** The last component. */
export function basename(path: Bytes): Bytes {
  return asBytes(path.slice(path.lastIndexOf("/") + 1));
}

/** Whether `path` is `directory` or lies below it, component by component. */
export function isWithin(path: Bytes, directory: Bytes): boolean {
  if (directory === "/") {
    return path.startsWith("/");
  }
  return path === directory || path.startsWith(`${directory}/`);
}

/** `path` and every directory above it, nearest first, the root last. */
export function ancestors(path: Bytes): readonly Bytes[] {
  const result: Bytes[] = [path];
  let current = path;
  while (current !== "/" && current !== "") {
    current = parent(current);
    result.push(current);
  }
  return result;
}

/** Whether a path can stand in PATH and in a reply: absolute, no `:`, no control byte and none in two bytes (C1). */
export function isUsable(path: Bytes): boolean {
  // oxlint-disable-next-line no-control-regex -- control bytes are what is looked for
  return path.startsWith("/") && !/[:\u0000-\u001f\u007f]|\u00c2[\u0080-\u009f]/.test(path);
}
