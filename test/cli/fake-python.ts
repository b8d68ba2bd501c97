// Pythons that make what venv makes, and `pyguard venv` with nothing else on PATH.

import fs from "node:fs";
import { dirname, join } from "node:path";
import { answering } from "../daemon/io/probe/pythons.ts";
import type { Cottage } from "./cottage.ts";

export type Fake = {
  readonly version?: string;
  readonly implementation?: string;
  readonly hasVenv?: boolean;
  readonly hasEnsurepip?: boolean;
  /** A text is why. */
  readonly fails?: boolean | string;
  /** As a module's that does not start without the libraries of LD_LIBRARY_PATH. */
  readonly needsLibraries?: boolean;
};

/** A Python that says what version it is and makes what venv makes, or fails in the middle of it. */
export function installPython({ path }: Cottage, name: string, fake: Fake = {}): string {
  const bin = join(path, "bin");
  writePython(join(bin, name), path, fake);
  return bin;
}

export function writePython(
  file: string,
  path: string,
  { fails = false, needsLibraries = false, ...said }: Fake = {},
): void {
  const { version = "3.12.1" } = said;
  fs.mkdirSync(dirname(file), { recursive: true });
  const script = `#!/bin/sh
PATH=/usr/bin:/bin
echo "$0" >>'${path}/asked'
if ${needsLibraries ? '[ -z "$LD_LIBRARY_PATH" ]' : "false"}; then echo 'libpython: no such file' >&2; exit 127; fi
if [ "$2" = -c ]; then ${answering(file, { version, ...said })}; exit 0; fi
for last; do :; done
echo "$@" >>'${path}/ran'
case " $* " in *" --clear "*) find "$last" -mindepth 1 -delete ;; esac
mkdir -p "$last/bin"
if ${fails === false ? "false" : "true"}; then echo "Error: ${typeof fails === "string" ? fails : "no space left"}" >&2; exit 1; fi
printf 'home = /usr/bin\\ninclude-system-site-packages = false\\nversion = ${version}\\n' >"$last/pyvenv.cfg"
ln -sf /bin/sh "$last/bin/python"
`;
  fs.writeFileSync(file, script, { mode: 0o755 });
}

export const run = (cottage: Cottage, directory: string, ...words: readonly string[]) =>
  cottage.runWith({ PATH: join(cottage.path, "bin") }, directory, "venv", ...words);
