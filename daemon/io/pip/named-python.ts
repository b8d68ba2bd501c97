// The interpreter that `--python` names, found as pip finds it: no search along PATH, no tilde.

import type { Bytes } from "../../core/bytes.ts";
import { join } from "../../core/path.ts";
import { isDirectory, isFile } from "./read.ts";

/** A file is it; in a directory it is `bin/python`; null where pip would give up. */
export async function findNamedPython(value: Bytes, directory: Bytes): Promise<Bytes | null> {
  const path = value.startsWith("/") ? value : join(directory, value);
  if (!(await isDirectory(path))) {
    return (await isFile(path)) ? path : null;
  }
  for (const name of ["bin/python", "Scripts/python.exe"]) {
    const candidate = join(path, name);
    if (await isFile(candidate)) {
      return candidate;
    }
  }
  return null;
}
