// A daemon as it is started for people: its own process, its own runtime directory.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Test } from "tap";
import { askStatus } from "../../daemon/io/hello.ts";
import { makeThrowAway } from "../real/throw-away.ts";
import { until } from "./io/stage.ts";

const main = fileURLToPath(new URL("../../daemon/main.js", import.meta.url));

export type RealDaemon = {
  readonly pid: number;
  readonly stop: () => Promise<void>;
  readonly ended: Promise<unknown>;
};

export type Starting = {
  readonly home: string;
  readonly runtime: string;
  /** A program that runs it: a namespace. */
  readonly by?: readonly string[];
};

/** A HOME and a runtime directory, empty, until the test is over. */
export function makePlaces(t: Test): Pick<Starting, "home" | "runtime"> {
  const throwAway = makeThrowAway();
  t.teardown(throwAway.remove);
  const home = join(throwAway.path, "home");
  const runtime = join(throwAway.path, "r", "1");
  fs.mkdirSync(home);
  fs.mkdirSync(runtime, { recursive: true, mode: 0o700 });
  return { home, runtime };
}

/** Resolves when it answers; it is killed when the test is over. */
export async function startDaemon(
  t: Test,
  { home, runtime, by = [] }: Starting,
): Promise<RealDaemon> {
  const [program, ...rest] = [...by, process.execPath, main, runtime, "a test"];
  const env = { HOME: home, PATH: "/usr/bin:/bin" };
  const daemon: ChildProcess = spawn(program, rest, { env, stdio: "inherit", cwd: "/" });
  const ended = once(daemon, "exit");
  const stop = async (): Promise<void> => {
    daemon.kill("SIGKILL");
    await ended;
  };
  t.teardown(stop);
  await until(runtime, async () => (await askStatus(runtime, 200)) !== null);
  return { pid: daemon.pid ?? 0, stop, ended };
}
