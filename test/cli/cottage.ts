// The command line run as a program, in a home of its own.

import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Test } from "tap";
import { makeThrowAway } from "../real/throw-away.ts";

const main = fileURLToPath(new URL("../../cli/main.js", import.meta.url));

type Said = { readonly status: number | null; readonly out: string; readonly err: string };

export type Cottage = {
  readonly home: string;
  readonly path: string;
  /** Makes a directory below home. */
  readonly directory: (name: string) => string;
  readonly run: (directory: string, ...words: readonly string[]) => Said;
  /** With other variables than PATH and HOME. */
  readonly runWith: (
    variables: Readonly<Record<string, string>>,
    directory: string,
    ...words: readonly string[]
  ) => Said;
  /** By a script of sh, in which `"$@"` is the command. */
  readonly runIn: (script: string, directory: string, ...words: readonly string[]) => Said;
};

type Around = {
  readonly directory: string;
  readonly variables: Readonly<Record<string, string>>;
};

export function makeCottage(t: Test): Cottage {
  const throwAway = makeThrowAway();
  t.teardown(throwAway.remove);
  const home = join(throwAway.path, "home");
  const runtime = join(throwAway.path, "run");
  fs.mkdirSync(home);
  fs.mkdirSync(runtime, { mode: 0o700 });
  const base = { HOME: home, PATH: "/usr/bin:/bin", XDG_RUNTIME_DIR: runtime };
  const start = (around: Around, ...command: readonly [string, ...string[]]): Said => {
    const [file, ...words] = command;
    const { status, stdout, stderr } = spawnSync(file, words, {
      cwd: around.directory,
      env: { ...base, PWD: around.directory, ...around.variables },
      encoding: "utf8",
    });
    return { status, out: stdout, err: stderr };
  };
  const runWith: Cottage["runWith"] = (variables, directory, ...words) =>
    start({ directory, variables }, process.execPath, main, ...words);
  return {
    home,
    path: throwAway.path,
    directory: (name) => {
      fs.mkdirSync(join(home, name), { recursive: true });
      return join(home, name);
    },
    run: (directory, ...words) => runWith({}, directory, ...words),
    runWith,
    runIn: (script, directory, ...words) =>
      start(
        { directory, variables: {} },
        "/bin/sh",
        "-c",
        script,
        "sh",
        process.execPath,
        main,
        ...words,
      ),
  };
}
