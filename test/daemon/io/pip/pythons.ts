// The Pythons of this machine, environments made of them, and what they say of themselves when run.

import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fromText, type Bytes } from "../../../../daemon/core/bytes.ts";
import { openEyes, type Asker } from "../../../../daemon/io/pip/eyes.ts";
import { makeThrowAway } from "../../../real/throw-away.ts";

/** Debian's, where there is one, and pyenv's. */
export function findPythons(): readonly string[] {
  const versions = join(homedir(), ".pyenv", "versions");
  const own = existsSync(versions) ? readdirSync(versions) : [];
  return ["/usr/bin/python3", ...own.map((name) => join(versions, name, "bin/python3"))].filter(
    existsSync,
  );
}

/** One modern Python that can make environments; throws where the machine has none. */
export function anyPython(): string {
  const found = findPythons().find(
    (python) => run(python, ["-c", "import venv, ensurepip"]) !== null,
  );
  if (found === undefined) {
    throw new Error("these tests need a Python with venv and ensurepip");
  }
  return found;
}

// virtualenv leaves things at home.
const { path: emptyHome, remove } = makeThrowAway();
process.once("exit", remove);
const clean = { PATH: "/usr/bin:/bin", HOME: emptyHome, LC_ALL: "C.UTF-8" };

/** What a program prints; null where it fails. */
export function run(
  program: string,
  words: readonly string[],
  { directory = "/", ...variables }: Readonly<Record<string, string>> = {},
): string | null {
  const env = { ...clean, ...variables };
  const { status, stdout } = spawnSync(program, [...words], {
    encoding: "utf8",
    env,
    cwd: directory,
  });
  return status === 0 ? stdout : null;
}

export function makeVenv(python: string, directory: string, options: readonly string[] = []): void {
  execFileSync(python, ["-m", "venv", ...options, directory], { env: clean, stdio: "pipe" });
}

export type Said = {
  readonly prefix: string;
  readonly base: string;
  readonly purelib: string;
  readonly marker: string | null;
  readonly userSite: string;
  readonly isUserSiteOn: boolean;
};

const script = `
import json, os, site, sys, sysconfig
marker = os.path.join(sysconfig.get_path("stdlib"), "EXTERNALLY-MANAGED")
print(json.dumps({
  "prefix": sys.prefix, "base": sys.base_prefix, "purelib": sysconfig.get_path("purelib"),
  "marker": marker if os.path.isfile(marker) else None,
  "userSite": site.getusersitepackages(), "isUserSiteOn": bool(site.ENABLE_USER_SITE),
}))`;

/** What the interpreter says when it is run; null where it does not run. */
export function ask(interpreter: string): Said | null {
  const said = run(interpreter, ["-c", script]);
  return said === null ? null : parseSaid(said);
}

function parseSaid(text: string): Said {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the script above writes it
  return JSON.parse(text) as Said;
}

/** Somebody who types commands in `directory`, with nothing set but what is said here. */
export function caller(
  directory: string,
  {
    path = "/usr/bin:/bin",
    home = "/nonexistent",
    ...variables
  }: Readonly<Record<string, string>> = {},
): Asker {
  const words = Object.entries(variables).map(([name, value]) => [name, fromText(value)] as const);
  return {
    eyes: openEyes((at, call) => call(at)),
    directory: fromText(directory),
    home: fromText(home),
    search: { path: fromText(path), directory: fromText(directory), skip: [] },
    variables: new Map(words),
  };
}

/** Writes a file that can be run, its directories made. */
export function writeProgram(path: string, content: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  chmodSync(path, 0o755);
}

export function writeText(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

export function bytes(text: string): Bytes {
  return fromText(text);
}
