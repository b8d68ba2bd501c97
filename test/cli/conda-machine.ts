// A machine on which conda's base is the Python that pip leads to: refused wherever a test runs.

import { spawnSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { makeThrowAway } from "../real/throw-away.ts";
import { clone } from "../real/sandbox.ts";
import { writeProgram, writeText } from "../daemon/io/pip/pythons.ts";

type Ran = { readonly status: number | null; readonly out: string; readonly err: string };

const throwAway = makeThrowAway();
t.teardown(() => throwAway.remove());
export const home = join(throwAway.path, "home");
export const shared = join(throwAway.path, "conda");
writeText(join(home, "app/x"), "");
writeText(join(shared, "conda-meta/history"), "");
["os.py", "ensurepip/__init__.py"].forEach((name) =>
  writeText(join(shared, "lib/python3.12", name), ""),
);
writeProgram(join(shared, "bin/python3.12"), "\u007fELF");
writeProgram(join(shared, "bin/pip"), `#!${shared}/bin/python3.12\n`);
writeProgram(join(shared, "condabin/conda"), "#!/bin/sh\n");
symlinkSync(process.execPath, join(shared, "condabin/node"));

/** The program, run in a project there. */
export function pyguard(
  words: readonly string[],
  { input = "", ...variables }: Readonly<Record<string, string>> = {},
): Ran {
  const env = {
    HOME: home,
    PATH: `${shared}/bin:${shared}/condabin:/usr/bin:/bin`,
    XDG_RUNTIME_DIR: throwAway.path,
    CONDA_SHLVL: "0",
    ...variables,
  };
  const ran = spawnSync(join(clone, "cli/pyguard"), [...words], {
    env,
    input,
    cwd: join(home, "app"),
    encoding: "utf8",
  });
  return { status: ran.status, out: ran.stdout, err: ran.stderr };
}
