// Looks whether an interpreter may be run, and only then asks it; a known answer costs a few looks at files.

import type { Bytes } from "../../core/bytes.ts";
import type { Environment, Trusted } from "../../core/environment.ts";
import type { Account } from "../../core/facts.ts";
import {
  judgeNamed,
  judgeRunnable,
  judgeTrusted,
  type RunnableVerdict,
  type Variables,
} from "../../core/judge-runnable.ts";
import { isLocal } from "../../core/mounts.ts";
import { isWithin } from "../../core/path.ts";
import { throwPartMissing } from "../load-part.ts";
import type { Probe, Probed, ProbeOptions } from "../probe.ts";
import { holds, isSettled, type Trace } from "../trace.ts";
import type { World } from "../world.ts";
import { askedNames, gatherRunnable, gatherVariables, librariesName } from "./gather-runnable.ts";

export type AskedPython = {
  readonly interpreter: Bytes;
  /** All that the asker has set. */
  readonly variables: Variables;
  /** Where the asker stands. */
  readonly directory: Bytes;
  /** The environment that it may be asked in. */
  readonly trusted?: Trusted<Environment> | undefined;
  /** Somebody named it to have it run: then where it lies does not matter, only who owns it. */
  readonly isNamed?: boolean;
  /** With the libraries that its account's shell has: it does not start without. */
  readonly needsLibraries?: boolean;
};

export type Refused = Extract<RunnableVerdict, { readonly kind: "refused" }>;

export type AskPython = (asked: AskedPython, patienceMs: number) => Promise<Probed | Refused>;

export type AskPythonPorts = {
  readonly openWorld: () => Promise<World>;
  readonly account: Account;
  readonly probe: Probe;
  /** A monotonic clock in milliseconds. */
  readonly now: () => number;
};

type Answer = Probed | Refused;
type Known = { readonly answer: Answer; readonly trace: Trace; readonly at: number };

const memoryLimit = 256;
/** Longer than that, and the kernel may have to read from a disk what it knew. */
const warmMs = 10 * 60_000;

export function createAskPython(ports: AskPythonPorts): AskPython {
  const known = new Map<string, Known>();
  return async (asked, patienceMs) => {
    const key = keyOf(asked);
    const one = known.get(key);
    if (one !== undefined && ports.now() - one.at < warmMs && holds(one.trace)) {
      return one.answer;
    }
    known.delete(key);
    try {
      const world = await ports.openWorld();
      const answer = await ask(asked, { ...ports, world, patienceMs });
      if (isSure(answer) && isWorthKeeping(world)) {
        remember(known, key, { answer, trace: world.trace, at: ports.now() });
      }
      return answer;
    } catch (error) {
      throwPartMissing(error);
      // Its file system does not answer.
      return { kind: "broken", why: error instanceof Error ? error.message : String(error) };
    }
  };
}

function keyOf({ interpreter, directory, variables, trusted, ...how }: AskedPython): string {
  const values = askedNames.map((name) => variables.get(name) ?? "");
  const libraries = how.needsLibraries === true ? variables.get(librariesName) : undefined;
  return JSON.stringify([interpreter, directory, trusted?.path, how.isNamed, libraries, ...values]);
}

/** Every file that it rests on was looked at for this very answer. */
function isSure(answer: Answer): boolean {
  return answer.kind === "refused" || (answer.kind === "interpreter" && answer.isRemembered);
}

function isWorthKeeping({ mounts, trace }: World): boolean {
  const paths = [...trace.facts.keys(), ...trace.realpaths.keys()];
  return isSettled(trace) && paths.every((path) => isLocal(mounts.mountOf(path)));
}

function remember(known: Map<string, Known>, key: string, one: Known): void {
  const [oldest] = known.keys();
  if (known.size >= memoryLimit && oldest !== undefined) {
    known.delete(oldest);
  }
  known.set(key, one);
}

type Asking = Pick<AskPythonPorts, "account" | "probe"> & ProbeOptions;

async function ask(asked: AskedPython, { probe, ...asking }: Asking): Promise<Answer> {
  const verdict = await judge(asked, asking);
  if (verdict === null) {
    return { kind: "broken", why: "there is no such program" };
  }
  return verdict.kind === "runnable" ? probe(verdict.runnable, asking) : verdict;
}

async function judge(
  { trusted, isNamed, ...asked }: AskedPython,
  { world, account }: Omit<Asking, "probe">,
): Promise<RunnableVerdict | null> {
  const subject = { ...asked, homes: account.homes };
  if (trusted !== undefined && isWithin(asked.interpreter, trusted.path)) {
    return judgeTrusted(trusted, await gatherVariables(world, subject), account);
  }
  const facts = await gatherRunnable(world, subject);
  if (facts === null) {
    return null;
  }
  return isNamed === true ? judgeNamed(facts, account) : judgeRunnable(facts, account);
}
