// Hooks are found where the locale does not know the letters of their directory.

import { execa } from "execa";
import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { clone } from "../real/sandbox.ts";
import { findShells } from "../real/shells.ts";

const flags = { bash: ["--norc", "-i", "-c"], zsh: ["-f", "-i", "-c"] };

for (const shell of findShells().here) {
  if (shell.name === "bash" || shell.name === "zsh") {
    const { path, name } = shell;
    t.test(`under LC_ALL=C, ${shell.title}`, async (t) => {
      const root = realpathSync(mkdtempSync(join(tmpdir(), "pyguard-ünï-")));
      t.teardown(() => rmSync(root, { recursive: true, force: true }));
      cpSync(join(clone, "hooks"), join(root, "hooks"), { recursive: true });
      const script = `. '${root}/hooks/pyguard.${name}'; printf '%s' "$__pyguard_home"`;
      const run = await execa(path, [...flags[name], script], {
        env: { PATH: "/usr/bin:/bin", HOME: root, LC_ALL: "C", XDG_RUNTIME_DIR: root },
        extendEnv: false,
        stdin: "ignore",
      });
      t.equal(run.stdout, root);
    });
  }
}
