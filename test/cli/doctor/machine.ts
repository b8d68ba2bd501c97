// A machine with nothing wrong: a home, a hooked bash, a program home, a runtime directory; each test breaks one thing.

import fs from "node:fs";
import { join } from "node:path";
import type { Test } from "tap";
import type { Context } from "../../../cli/context.ts";
import { setUp, type Desk } from "../../../cli/doctor/desk.ts";
import { examine, type Report } from "../../../cli/doctor/examine.ts";
import { fromText } from "../../../daemon/core/bytes.ts";
import { distrust, trust } from "../../../daemon/service/trust.ts";
import { makeThrowAway } from "../../real/throw-away.ts";

export type Machine = {
  readonly path: string;
  readonly home: string;
  /** Where pyguard lives. */
  readonly program: string;
  /** XDG_RUNTIME_DIR, and the daemon's directory in it. */
  readonly runtime: string;
  readonly place: string;
  /** The only directory on PATH besides those that a test puts there. */
  readonly bin: string;
  readonly rc: string;
  readonly desk: (changes?: Changes) => Desk;
  readonly examine: (changes?: Changes) => Promise<Report>;
  readonly trust: (directory: string) => Promise<void>;
  readonly distrust: (directory: string) => Promise<void>;
};

export type Changes = {
  readonly environment?: Readonly<Record<string, string>>;
  readonly directory?: string;
  readonly ignored?: readonly string[];
  /** Where access(2) says no; to root it never does. */
  readonly readOnly?: string;
};

export function makeMachine(t: Test): Machine {
  const throwAway = makeThrowAway();
  t.teardown(throwAway.remove);
  fs.chmodSync(throwAway.path, 0o755);
  const at = (name: string, mode = 0o755): string => {
    const path = join(throwAway.path, name);
    fs.mkdirSync(path, { recursive: true });
    fs.chmodSync(path, mode);
    return path;
  };
  const home = at("home");
  const program = at("program");
  const runtime = at("run", 0o700);
  const bin = at("bin");
  const hook = join(at("program/hooks"), "pyguard.bash");
  const rc = join(home, ".bashrc");
  fs.writeFileSync(hook, "");
  fs.writeFileSync(rc, `# mine\n${lineOf(hook)}\n`);
  fs.symlinkSync("/bin/bash", join(bin, "bash"));
  at("run/pyguard", 0o700);
  const place = at(`run/pyguard/${mountNamespace()}`, 0o700);
  const desk: Machine["desk"] = (changes) =>
    setUp(makeContext({ home, program, runtime, bin }, changes));
  return {
    path: throwAway.path,
    home,
    program,
    runtime,
    place,
    bin,
    rc,
    desk,
    examine: (changes) => examine(blind(desk(changes), changes), changes?.ignored ?? []),
    trust: async (directory) => {
      await trust(fromText(directory), desk().workspace.ports, "explicit");
    },
    distrust: async (directory) => {
      await distrust(fromText(directory), desk().workspace.ports);
    },
  };
}

function lineOf(hook: string): string {
  return `if [ -n "\${BASH_VERSION-}" ] && [ -r '${hook}' ]; then . '${hook}'; fi`;
}

function blind(desk: Desk, { readOnly }: Changes = {}): Desk {
  const { eyes } = desk;
  const isWritable: typeof eyes.isWritable = async (path) =>
    path !== readOnly && (await eyes.isWritable(path));
  return readOnly === undefined ? desk : { ...desk, eyes: { ...eyes, isWritable } };
}

type Places = Pick<Machine, "home" | "program" | "runtime" | "bin">;

function makeContext(places: Places, { environment = {}, directory }: Changes = {}): Context {
  const variables = {
    HOME: places.home,
    PATH: places.bin,
    SHELL: "/bin/bash",
    XDG_RUNTIME_DIR: places.runtime,
    // Whoever runs these tests may type in a shell without the hook.
    PYGUARD_SEGMENT: "||",
    ...environment,
  };
  const nothing = (): void => {};
  return {
    environment: new Map(
      Object.entries(variables).map(([name, value]) => [name, fromText(value)] as const),
    ),
    directory: fromText(directory ?? places.home),
    home: fromText(places.home),
    programHome: fromText(places.program),
    version: "0.1.0",
    write: nothing,
    complain: nothing,
    warn: nothing,
    fail: nothing,
    misuse: nothing,
    finish: nothing,
  };
}

function mountNamespace(): string {
  return /^\d+/.exec(fs.readFileSync("/proc/self/mountinfo", "utf8"))?.[0] ?? "0";
}
