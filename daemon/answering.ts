// Hands the world to the services: the daemon, the one-shot run and the command line all start here.

import { readFileSync } from "node:fs";
import { asBytes, type Bytes } from "./core/bytes.ts";
import { join } from "./core/path.ts";
import { defaults, type Settings } from "./core/settings.ts";
import { groupName, readAccount, userName } from "./io/account.ts";
import { createConfiguration } from "./io/configuration.ts";
import { isTracked } from "./io/git.ts";
import { createLook } from "./io/look.ts";
import { isCondaBase, isProjectEnvironment } from "./io/others-environments.ts";
import { createSaid } from "./io/said.ts";
import { stamp } from "./io/stamp.ts";
import { createTrustStore, type TrustStore } from "./io/trust-store.ts";
import { createWorlds, type World } from "./io/world.ts";
import { judgeOnThisMachine } from "./pip.ts";
import { createService, type Service } from "./service/answer.ts";
import type { AnswerPip, Ports } from "./service/ports.ts";

export type Assembly = {
  /** HOME XDG_STATE_HOME XDG_CONFIG_HOME PYGUARD_CONFIG are read. */
  readonly environment: ReadonlyMap<string, Bytes>;
  readonly home: Bytes;
  /** R, or null where there is none: then there are no stamps, and lines are not said only once. */
  readonly runtimeDirectory: Bytes | null;
  readonly witness: () => Bytes;
  /** How a pip command is judged; without it by the files of this machine. */
  readonly answerPip?: AnswerPip;
};

export type Assembled = Service & {
  readonly ports: Ports;
  readonly store: TrustStore;
};

export function assembleAnswers(assembly: Assembly): Assembled {
  const ports = createPorts(assembly);
  return { ...createService(ports.ports), ...ports };
}

function createPorts(assembly: Assembly): { readonly ports: Ports; readonly store: TrustStore } {
  const { runtimeDirectory } = assembly;
  const account = readAccount(currentIds(), assembly.home);
  const store = createTrustStore(stateDirectory(assembly), account);
  const now = (): number => performance.now();
  const openWorld = createWorlds(now);
  const configuration = createConfiguration(configurationFile(assembly));
  const settings = (): Promise<Settings> => configuration.read().catch(() => defaults);
  const look = createLook(
    { openWorld, account, configuration, recall: store.recall, boot: readBoot() },
    now,
  );
  const isFirst = createSaid(runtimeDirectory);
  const ports: Ports = {
    account,
    names: { userName, groupName },
    trust: store,
    settings,
    look,
    canonical: within(openWorld, (world, path) => world.realpath(path)),
    isTracked: within(openWorld, isTracked),
    isCondaBase: within(openWorld, isCondaBase),
    isProjectEnvironment: within(openWorld, async (world, path) =>
      isProjectEnvironment(world, path, (await settings()).names),
    ),
    witness: assembly.witness,
    stamp: (environment, newest) =>
      runtimeDirectory === null ? asBytes("") : stamp(runtimeDirectory, environment, newest),
    isFirst,
    now: () => Math.floor(Date.now() / 1000),
    answerPip:
      assembly.answerPip ??
      judgeOnThisMachine({
        home: assembly.home,
        isFirst,
        isTrustedPrefix: () => Promise.resolve(false),
      }),
  };
  return { ports, store };
}

function within<T>(
  openWorld: () => Promise<World>,
  call: (world: World, path: Bytes) => Promise<T>,
): (path: Bytes) => Promise<T> {
  return async (path) => call(await openWorld(), path);
}

function currentIds() {
  return { uid: process.geteuid?.() ?? -1, gid: process.getegid?.() ?? -1 };
}

/** Where trust is kept; belongs to the account, not to the machine. */
export function stateDirectory({ environment, home }: Pick<Assembly, "environment" | "home">) {
  const base = environment.get("XDG_STATE_HOME") ?? asBytes("");
  return join(base.startsWith("/") ? base : join(home, ".local/state"), "pyguard");
}

export function configurationFile({
  environment,
  home,
}: Pick<Assembly, "environment" | "home">): Bytes {
  const own = environment.get("PYGUARD_CONFIG") ?? asBytes("");
  const base = environment.get("XDG_CONFIG_HOME") ?? asBytes("");
  const directory = base.startsWith("/") ? base : join(home, ".config");
  return own === "" ? join(directory, "pyguard/config.toml") : own;
}

function readBoot(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}
