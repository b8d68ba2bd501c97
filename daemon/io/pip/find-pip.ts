// Which pip a Python would import, read from the package itself.

import { fromBuffer, type Bytes } from "../../core/bytes.ts";
import { join } from "../../core/path.ts";
import { scriptLimit, type Eyes } from "./eyes.ts";

export type Pip = { readonly hasPip: boolean; readonly pipVersion: string | null };

/** The pip in the first of these directories that has one. */
export async function findPip(siteDirs: readonly Bytes[], eyes: Eyes): Promise<Pip> {
  const heads = await Promise.all(
    siteDirs.map((directory) => eyes.readHead(join(directory, "pip/__init__.py"), scriptLimit)),
  );
  const head = heads.find((found) => found !== null);
  if (head === undefined || head === null) {
    return { hasPip: false, pipVersion: null };
  }
  const version = /^__version__\s*=\s*["']([\w.+!-]+)["']/m.exec(fromBuffer(head))?.[1];
  return { hasPip: true, pipVersion: version ?? null };
}
