// Interpreters that count how often they are run, and an account whose daemon asks them.

import fs from "node:fs";
import { dirname, join } from "node:path";
import type { Test } from "tap";
import { asBytes, fromText, type Bytes } from "../../../../daemon/core/bytes.ts";
import type { Account } from "../../../../daemon/core/facts.ts";
import type { Interpreter } from "../../../../daemon/core/interpreter.ts";
import { createProbe, type Probed } from "../../../../daemon/io/probe.ts";
import {
  createAskPython,
  type AskedPython,
  type Refused,
} from "../../../../daemon/io/probe/ask-python.ts";
import { createProbeStore } from "../../../../daemon/io/probe/store.ts";
import { createWorlds } from "../../../../daemon/io/world.ts";
import { makeThrowAway } from "../../../real/throw-away.ts";

export const patienceMs = 15_000;

/** A daemon's part that asks interpreters; what it knew is gone when another is started. */
export type Asker = {
  readonly ask: (interpreter: string, differs?: Differs) => Promise<Probed | Refused>;
  /** Lets this much time pass, for whoever asks the clock. */
  readonly wait: (ms: number) => void;
  readonly said: readonly string[];
  readonly events: readonly string[];
};

export type Differs = {
  readonly variables?: Readonly<Record<string, string>>;
  readonly directory?: string;
  readonly patienceMs?: number;
} & Pick<AskedPython, "trusted" | "isNamed">;

export type Place = {
  readonly root: string;
  readonly home: string;
  readonly cache: string;
  readonly path: (...names: readonly string[]) => string;
  readonly account: Account;
  readonly start: (differs?: { readonly account?: Account; readonly machine?: string }) => Asker;
  /** How often a counting interpreter was run. */
  readonly runs: () => number;
  /** A script of /bin/sh that counts, then goes on with `body`. Old enough to be remembered. */
  readonly write: (path: string, body: string) => string;
  /** One that answers as a Python of that version would, at home in `prefix`. */
  readonly python: (path: string, differs?: Said) => string;
};

export type Said = Partial<Interpreter>;

export function makePlace(t: Test): Place {
  const throwAway = makeThrowAway();
  t.teardown(throwAway.remove);
  const root = throwAway.path;
  const home = join(root, "home");
  fs.mkdirSync(home);
  const counter = join(root, "runs");
  const uid = process.geteuid?.() ?? 0;
  const account: Account = {
    uid,
    gid: process.getegid?.() ?? 0,
    hasPrivateGroup: false,
    homes: [fromText(home)],
  };
  const path = (...names: readonly string[]): string => join(home, ...names);
  const cache = path(".cache", "pyguard");
  const write = (file: string, body: string): string => {
    writeProgram(file, `#!/bin/sh\nprintf x >>'${counter}'\n${body}\n`);
    return file;
  };
  return {
    root,
    home,
    cache,
    path,
    account,
    write,
    runs: () => (fs.existsSync(counter) ? fs.statSync(counter).size : 0),
    python: (file, differs) => write(file, answering(file, differs)),
    start: (differs) => start({ cache, account, machine: "this", ...differs }, home),
  };
}

function writeProgram(file: string, content: string): void {
  fs.mkdirSync(dirname(file), { recursive: true });
  fs.writeFileSync(file, content, { mode: 0o755 });
}

/** What a shell script prints to be taken for a Python. */
export function answering(file: string, differs: Said = {}): string {
  const json = JSON.stringify(interpreter(file, differs)).replaceAll("'", "'\\''");
  return `printf '%s%s%s\\n' pyguard-probe-1 '${json}' pyguard-probe-1`;
}

export function interpreter(file: string, differs: Said = {}): Interpreter {
  const prefix = dirname(dirname(file));
  const at = (name: string): Bytes => fromText(join(prefix, name));
  return {
    executable: fromText(file),
    prefix: fromText(prefix),
    basePrefix: fromText(prefix),
    realPrefix: asBytes(""),
    version: "3.12.1",
    implementation: "cpython",
    platform: "linux-x86_64",
    stdlib: at("lib/python3.12"),
    purelib: at("lib/python3.12/site-packages"),
    platlib: at("lib/python3.12/site-packages"),
    scripts: at("bin"),
    data: fromText(prefix),
    userBase: asBytes("/home/u/.local"),
    userSite: asBytes("/home/u/.local/lib/python3.12/site-packages"),
    userSiteIs: "on",
    marker: null,
    searchPath: [at("lib/python3.12")],
    isFramework: false,
    hasVenv: true,
    hasEnsurepip: true,
    ...differs,
  };
}

type Starting = { readonly cache: string; readonly account: Account; readonly machine: string };

function start({ cache, account, machine }: Starting, home: string): Asker {
  const said: string[] = [];
  const events: string[] = [];
  let passed = 0;
  const now = (): number => performance.now() + passed;
  const openWorld = createWorlds(now);
  const debug = (line: string): void => {
    said.push(line);
  };
  const probe = createProbe({
    now,
    debug,
    store: createProbeStore({ directory: fromText(cache), account, debug }),
    machine: asBytes(machine),
    probed: (file, version) => {
      events.push(`${file} ${version}`);
    },
  });
  const ask = createAskPython({ openWorld, account, probe, now });
  return {
    said,
    events,
    wait: (ms) => {
      passed += ms;
    },
    ask: (file, { variables = {}, directory = home, ...differs } = {}) =>
      ask(
        {
          ...differs,
          interpreter: fromText(file),
          directory: fromText(directory),
          variables: toVariables({ HOME: home, ...variables }),
        },
        differs.patienceMs ?? patienceMs,
      ),
  };
}

function toVariables(values: Readonly<Record<string, string>>): ReadonlyMap<string, Bytes> {
  return new Map(Object.entries(values).map(([name, value]) => [name, fromText(value)]));
}

/** Past the time in which a change might not show in a file's times. */
export async function age(): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, 30);
  });
}

/** Looks again and again until it is so. */
export async function until(isSo: () => boolean, otherwise: string): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!isSo()) {
    if (performance.now() > deadline) {
      throw new Error(otherwise);
    }
    await age();
  }
}

/** The answers that are kept on disk; they are written after they were given. */
export function filesIn(cache: string): readonly string[] {
  return fs.existsSync(cache)
    ? fs.readdirSync(cache).filter((name) => /^probe-[0-9a-f]{32}$/.test(name))
    : [];
}

/** The answer in a few words. */
export function brief(probed: Probed | Refused): string {
  switch (probed.kind) {
    case "interpreter":
    case "shim":
      return `${probed.kind} ${probed.interpreter.version}`;
    case "broken":
      return `broken: ${probed.why}`;
    case "refused":
      return `refused: ${probed.because}`;
    case "pending":
      return "pending";
  }
}
