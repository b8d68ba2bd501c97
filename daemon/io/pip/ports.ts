// Hands this machine to the judgement of pip commands.

import type { Bytes } from "../../core/bytes.ts";
import { join } from "../../core/path.ts";
import type { Caller } from "../../core/pip/caller.ts";
import { LookFailed } from "../files.ts";
import type { AskPython } from "../probe/ask-python.ts";
import { createWorlds, type World } from "../world.ts";
import { carryBy, openEyes, type Eyes } from "./eyes.ts";
import { follow } from "./follow.ts";
import { lookAround } from "./look-around.ts";
import { lookAtPython } from "./look-at-python.ts";
import { createLookDeeper } from "./look-deeper.ts";
import { isContainer, readDistributor } from "./machine.ts";
import { Memory, type Recall } from "./memory.ts";
import { findNamedPython } from "./named-python.ts";
import { readConfiguration } from "./pip-configuration.ts";

export type Machine = {
  readonly programHome: Bytes;
  readonly home: Bytes;
  readonly isTrustedPrefix: (prefix: Bytes) => Promise<boolean>;
  /** True once in a login for each topic. */
  readonly isFirst: (topic: Bytes) => Promise<boolean>;
  readonly askPython: AskPython;
  /** So long an answer may wait for an interpreter. */
  readonly patienceMs: number;
};

export function createPipPorts(machine: Machine) {
  const openWorld = createWorlds(() => performance.now());
  const memory = new Memory(openWorld);
  return {
    ...portsBy({ machine, openWorld, recall: memory.recall, other: () => {} }),
    /** What is concluded by these ports alone, remembered as long as what they looked at is the same. */
    together: <T>(
      key: readonly string[],
      conclude: (ports: Ports) => Promise<T>,
      isLasting: (value: T) => boolean,
    ): Promise<T> =>
      memory.recallWhole(
        key,
        (recall, other) => conclude(portsBy({ machine, openWorld, recall, other })),
        isLasting,
      ),
  };
}

type Ports = ReturnType<typeof portsBy>;

type Looking = {
  readonly machine: Machine;
  readonly openWorld: () => Promise<World>;
  readonly recall: Recall;
  /** Called for each look that is not remembered. */
  readonly other: () => void;
};

function portsBy(looking: Looking) {
  const { machine, openWorld, recall, other } = looking;
  const within = async <T>(look: (eyes: Eyes) => Promise<T>): Promise<T> => {
    other();
    const world = await openWorld();
    return look(openEyes(carryBy(world)));
  };
  return {
    home: machine.home,
    skip: [join(machine.programHome, "hooks/pwsh-bin")],
    isRoot: process.geteuid?.() === 0,
    uid: process.geteuid?.() ?? -1,
    /** Whether a look failed for a reason of the file system's own, such as a server that does not answer. */
    isUnreadable: (error: unknown) => error instanceof LookFailed,
    ...lasting(recall),
    lookAtPython: createLookDeeper({
      ask: noting(machine.askPython, other),
      patienceMs: machine.patienceMs,
      within,
      look: (found, caller) =>
        recall(["python", JSON.stringify(found), ...rootsIn(caller)], (eyes) =>
          lookAtPython(found, { ...caller, eyes }),
        ),
    }),
    isTrustedPrefix: noting(machine.isTrustedPrefix, other),
    isFirst: noting(machine.isFirst, other),
    findNamedPython: (value: Bytes, directory: Bytes) =>
      within((eyes) => findNamedPython(value, directory, eyes)),
    lookAround: (caller: Caller, python: string | null) =>
      within((eyes) => lookAround({ ...caller, eyes }, python)),
    readSmall: (path: Bytes) => within((eyes) => eyes.readSmall(path)),
    canonical: (path: Bytes) => within((eyes) => eyes.resolve(path)),
  };
}

/** What rests on files alone. */
function lasting(recall: Recall) {
  return {
    follow: (argv: readonly Bytes[], caller: Caller) =>
      recall(["follow", ...keyOf(argv.slice(0, 2), caller)], (eyes) =>
        follow(argv, { ...caller, eyes }),
      ),
    readConfiguration: (prefix: Bytes, caller: Caller) =>
      recall(["configuration", prefix, ...keyOf([], caller)], (eyes) =>
        readConfiguration(prefix, { ...caller, eyes }),
      ),
    typeOf: (path: Bytes) => recall(["type", path], (eyes) => eyes.typeOf(path)),
    isContainer: () => recall(["container"], isContainer),
    readDistributor: () => recall(["distributor"], readDistributor),
  };
}

function noting<A extends readonly unknown[], R>(call: (...args: A) => R, note: () => void) {
  return (...args: A): R => {
    note();
    return call(...args);
  };
}

/** Everything about a caller that a look may depend on. */
function keyOf(argv: readonly Bytes[], { search, directory, home, variables }: Caller): string[] {
  const rest = [...variables].flat();
  const going = search.goesOn === true ? "goes on" : "";
  return [...argv, search.path, going, directory, home, ...search.skip, ...rest];
}

/** What the kind of a Python depends on besides the files around it. */
function rootsIn({ home, variables }: Caller): string[] {
  const names = ["PYENV_ROOT", "ASDF_DATA_DIR", "MISE_DATA_DIR", "CONDA_EXE", "_CONDA_ROOT"];
  return [home, ...names.map((name) => variables.get(name) ?? "")];
}
