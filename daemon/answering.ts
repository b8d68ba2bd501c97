// Hands the world to the services: the daemon, the one-shot run and the command line all start here.

import { asBytes, type Bytes } from "./core/bytes.ts";
import { configurationFile, stateDirectory } from "./core/own-directories.ts";
import { defaults, type Settings } from "./core/settings.ts";
import { groupName, readAccount, userId, userName } from "./io/account.ts";
import { readBoot } from "./io/boot.ts";
import { createConfiguration } from "./io/configuration.ts";
import { isTracked } from "./io/git.ts";
import { createLooks, type Looker } from "./io/look.ts";
import { isCondaBase, isProjectEnvironment } from "./io/others-environments.ts";
import { findOwnPip } from "./io/own-pip.ts";
import { createPrefixStore, type PrefixStore } from "./io/prefix-store.ts";
import type { AskPython } from "./io/probe/ask-python.ts";
import { createPolicySource } from "./io/policy.ts";
import { createSaid } from "./io/said.ts";
import { createSessionStore } from "./io/session-store.ts";
import { shareLooks } from "./io/share-looks.ts";
import { stamp } from "./io/stamp.ts";
import { createTrustStore, type TrustStore } from "./io/trust-store.ts";
import { createUserSite } from "./io/user-site.ts";
import { createUseStore, withUses, type UseStore } from "./io/use-store.ts";
import { createWorlds, type World } from "./io/world.ts";
import { judgeOnThisMachine } from "./pip.ts";
import { createAsking, wholePatienceMs, type Probing } from "./probing.ts";
import { createService, type Service } from "./service/answer.ts";
import type { AnswerPip, Ports } from "./service/ports.ts";

export type Assembly = {
  /** HOME XDG_STATE_HOME XDG_CACHE_HOME XDG_CONFIG_HOME PYGUARD_CONFIG are read. */
  readonly environment: ReadonlyMap<string, Bytes>;
  readonly home: Bytes;
  /** R, or null where there is none: then there are no stamps, and lines are not said only once. */
  readonly runtimeDirectory: Bytes | null;
  readonly witness: () => Bytes;
  /** Where shells' own trust is looked for; without it, in R. */
  readonly sessionDirectory?: Bytes | null;
  /** /etc/pyguard/policy.toml, unless a test says otherwise. */
  readonly policyFile?: Bytes;
  /** How a pip command is judged; without it by the files of this machine. */
  readonly answerPip?: AnswerPip;
} & Asking;

/** About interpreters that have to be run, because files do not tell what they are. */
export type Asking = Pick<Probing, "probed" | "debug"> & {
  /** So long an answer may wait for one. */
  readonly patienceMs?: number | undefined;
};

export type Assembled = Service & {
  readonly ports: Ports;
  readonly store: TrustStore;
  readonly prefixes: PrefixStore;
  readonly uses: UseStore;
  readonly askPython: AskPython;
};

const policyFile = "/etc/pyguard/policy.toml";

/** Opens nothing and reads little: what answers is loaded, the world is looked at when something is asked. */
export function assembleAnswers(assembly: Assembly): Assembled {
  const ports = createPorts(assembly);
  return { ...createService(ports.ports), ...ports };
}

function createPorts(assembly: Assembly): Omit<Assembled, keyof Service> {
  const { runtimeDirectory, patienceMs = wholePatienceMs } = assembly;
  const { account, settled } = readAccount(currentIds(), assembly.home);
  const store = createTrustStore(stateDirectory(assembly), account);
  const prefixes = createPrefixStore(stateDirectory(assembly), account);
  const uses = createUseStore(stateDirectory(assembly), account);
  const configuration = createConfiguration(configurationFile(assembly));
  const policy = createPolicySource(assembly.policyFile ?? asBytes(policyFile), userId);
  const isFirst = createSaid(runtimeDirectory);
  const { isTrusted: isTrustedPrefix } = prefixes;
  const askPython = createAsking({ ...assembly, account });
  const ports: Ports = {
    account,
    names: { uid: account.uid, userName, groupName },
    trust: withUses(store, uses),
    sessions: createSessionStore(assembly.sessionDirectory ?? runtimeDirectory, account),
    ...createEyes(
      {
        account,
        configuration,
        policy,
        recall: store.recall,
        uses,
        boot: readBoot(),
        home: assembly.home,
      },
      settled,
    ),
    witness: assembly.witness,
    stamp: (environment, newest) =>
      stamp({ runtimeDirectory, witness: assembly.witness() }, environment, newest),
    isFirst,
    now: () => Math.floor(Date.now() / 1000),
    answerPip:
      assembly.answerPip ??
      judgeOnThisMachine({ ...assembly, isFirst, isTrustedPrefix, askPython, patienceMs }),
  };
  return { ports, store, prefixes, uses, askPython };
}

type Eyes = Pick<
  Ports,
  | "settings"
  | "look"
  | "hasOtherRights"
  | "userSite"
  | "canonical"
  | "isTracked"
  | "isCondaBase"
  | "isProjectEnvironment"
  | "findOwnPip"
>;

/** Everything that is looked at goes through one view of the mounts. */
function createEyes(
  { home, ...looker }: Omit<Looker, "openWorld"> & Pick<Assembly, "home">,
  settled: () => Promise<void>,
): Eyes {
  const now = (): number => performance.now();
  const openWorld = createWorlds(now);
  const looks = createLooks({ ...looker, openWorld }, now);
  const look = shareLooks(looks.look);
  const settings = (): Promise<Settings> => looker.configuration.read().catch(() => defaults);
  return {
    settings,
    look: async (directory, options) => {
      await settled();
      return look(directory, options);
    },
    hasOtherRights: looks.hasOtherRights,
    userSite: createUserSite({ home, openWorld, now }),
    canonical: within(openWorld, (world, path) => world.realpath(path)),
    isTracked: within(openWorld, isTracked),
    isCondaBase: within(openWorld, isCondaBase),
    findOwnPip: within(openWorld, (world, path) => findOwnPip(world, path, looker.account.homes)),
    isProjectEnvironment: within(openWorld, async (world, path) =>
      isProjectEnvironment(world, path, (await settings()).names),
    ),
  };
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
