// The interpreter that `--python` names, found as pip finds it: no search along PATH, no tilde.

import type { Bytes } from "../../core/bytes.ts";
import { join } from "../../core/path.ts";
import type { Eyes } from "./eyes.ts";

/** A file is it; in a directory it is `bin/python`; null where pip would give up. */
export async function findNamedPython(
  value: Bytes,
  directory: Bytes,
  eyes: Eyes,
): Promise<Bytes | null> {
  const path = value.startsWith("/") ? value : join(directory, value);
  if (!(await eyes.isDirectory(path))) {
    return (await eyes.isFile(path)) ? path : null;
  }
  for (const name of ["bin/python", "Scripts/python.exe"]) {
    const candidate = join(path, name);
    if (await eyes.isFile(candidate)) {
      return candidate;
    }
  }
  return null;
}
