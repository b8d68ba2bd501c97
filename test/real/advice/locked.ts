// Projects of uv, Poetry and pdm: what is shown is their own command. Theirs stand in for them: an environment, a package.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Sandbox } from "../sandbox.ts";
import { goes, inPlace, type Row } from "./paste.ts";

const tools = { uv: "uv.lock", poetry: "poetry.lock", pdm: "pdm.lock" } as const;

/** As `uv add`: makes the environment where there is none, and installs into it. */
const stand = `#!/bin/sh
[ "$1" = add ] && shift || exit 2
[ -d .venv ] || /usr/bin/python3 -m venv --without-pip .venv
exec /usr/bin/python3 -m pip --python .venv/bin/python install "$@"
`;

/** Before the shell starts, which wraps those of them that are there. */
export function makeLockingTools({ home }: Sandbox): void {
  for (const tool of Object.keys(tools)) {
    writeFileSync(join(home, "bin", tool), stand, { mode: 0o755 });
  }
}

export const locked: readonly Row[] = Object.entries(tools).map(([tool, lock]) => ({
  name: `a project that ${tool} locks`,
  package: `tiny_${tool}`,
  go: async (scene) => {
    const directory = join(scene.path, `of-${tool}`);
    mkdirSync(directory);
    writeFileSync(join(directory, lock), "");
    await goes(scene, directory);
  },
  types: `pip install tiny_${tool}`,
  line: new RegExp(`^${tool} add tiny_${tool}$`),
  lands: inPlace(`of-${tool}`),
}));
