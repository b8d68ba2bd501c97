// One terminal in which one refusal after the other is pasted: its home, its shell, its real pip.

import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Test } from "tap";
import { givePip } from "../../real-pip/prefix.ts";
import { makeWheels, onlyWheels } from "../../real-pip/wheels.ts";
import { dialectOf, type Dialect } from "../dialect.ts";
import { python } from "../python.ts";
import { Sandbox } from "../sandbox.ts";
import { findOnPath, type Shell } from "../shells.ts";
import type { Terminal } from "../terminal.ts";

export type Scene = {
  readonly t: Test;
  readonly sandbox: Sandbox;
  readonly dialect: Dialect;
  readonly terminal: Terminal;
  /** Below HOME: where the places are. */
  readonly path: string;
  /** Whether this test may mount things over others, in its own shell's view only. */
  readonly mayMount: boolean;
};

/** Debian's marked Python, where there is one: refused wherever this runs, in a container too. */
export const marked = ((): boolean => {
  const asked = `import os, sys, sysconfig; sys.exit(not os.path.isfile(sysconfig.get_path("stdlib") + "/EXTERNALLY-MANAGED"))`;
  return (
    spawnSync("/usr/bin/python3", ["-c", asked]).status === 0 &&
    spawnSync("/usr/bin/pip", ["--version"]).status === 0
  );
})();

export type Setting = {
  readonly shell: Shell;
  readonly packages: readonly string[];
  /** Lines of the start file. */
  readonly after?: string;
  readonly prepare?: (sandbox: Sandbox) => void;
};

export async function openScene(t: Test, setting: Setting): Promise<Scene> {
  const { shell, packages, after = "", prepare } = setting;
  const sandbox = new Sandbox();
  t.teardown(() => sandbox.close());
  const bin = join(sandbox.home, "bin");
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, "node"));
  const wheels = join(sandbox.home, "wheels");
  makeWheels(wheels, packages);
  prepare?.(sandbox);
  const mayMount = canMount();
  const terminal = await sandbox.open(shell, {
    environment: { PATH: `${bin}:/usr/bin:/bin`, ...onlyWheels(wheels) },
    after,
    ...(mayMount ? { by: coverUp(sandbox, bin) } : {}),
  });
  const path = join(sandbox.home, "places");
  mkdirSync(path);
  return { t, sandbox, dialect: dialectOf(shell.name), terminal, path, mayMount };
}

const ensurepip = join("/usr/lib", versionOf(), "ensurepip");

function versionOf(): string {
  const asked = "import sys; print('python%d.%d' % sys.version_info[:2])";
  return execFileSync(python(), ["-c", asked], { encoding: "utf8" }).trim();
}

function canMount(): boolean {
  const tried = ["-m", "mount", "-t", "tmpfs", "none", ensurepip];
  return process.geteuid?.() === 0 && spawnSync("unshare", tried).status === 0;
}

/** Debian without python3-venv, in this shell's view, until `apt` installs it. */
function coverUp(sandbox: Sandbox, bin: string): readonly [string, ...string[]] {
  const asked = `"install ${versionOf()}-venv"`;
  const apt = `#!/bin/sh\n[ "$*" = update ] || { [ "$*" = ${asked} ] && umount ${ensurepip}; }\n`;
  writeFileSync(join(bin, "apt"), apt, { mode: 0o755 });
  const fixed = join(sandbox.home, "fixed");
  mkdirSync(fixed);
  const cover = [
    `mount -t tmpfs none ${ensurepip}`,
    `mount --bind ${fixed} ${fixed}`,
    `mount -o remount,bind,ro ${fixed}`,
    'exec "$@"',
  ].join(" && ");
  return [findOnPath("unshare") ?? "", "-m", "/bin/sh", "-c", cover, "sh"];
}

/** A directory below HOME in which nothing can be made. */
export function makeFixed({ sandbox, mayMount }: Scene): string {
  const path = join(sandbox.home, "fixed");
  if (!mayMount) {
    mkdirSync(path);
    chmodSync(path, 0o555);
  }
  return path;
}

/** An environment with a real pip, or without one; nobody has said yet that it may be entered. */
export function makeEnvironment(
  { sandbox }: Scene,
  path: string,
  options: { readonly pip: boolean },
): void {
  sandbox.makeVenv(path);
  rmSync(join(path, "bin/pip"));
  if (options.pip) {
    givePip(path);
  }
}
