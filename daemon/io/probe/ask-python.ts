// Looks whether an interpreter may be run, and only then asks it.

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
import { isWithin } from "../../core/path.ts";
import type { Probe, Probed } from "../probe.ts";
import type { World } from "../world.ts";
import { gatherRunnable, gatherVariables } from "./gather-runnable.ts";

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
};

export type Refused = Extract<RunnableVerdict, { readonly kind: "refused" }>;

export type AskPython = (asked: AskedPython, patienceMs: number) => Promise<Probed | Refused>;

export type AskPythonPorts = {
  readonly openWorld: () => Promise<World>;
  readonly account: Account;
  readonly probe: Probe;
};

export function createAskPython(ports: AskPythonPorts): AskPython {
  return async (asked, patienceMs) => {
    try {
      const verdict = await judge(asked, ports);
      if (verdict === null) {
        return { kind: "broken", why: "there is no such program" };
      }
      return verdict.kind === "runnable" ? ports.probe(verdict.runnable, patienceMs) : verdict;
    } catch (error) {
      // Its file system does not answer.
      return { kind: "broken", why: error instanceof Error ? error.message : String(error) };
    }
  };
}

async function judge(
  { trusted, isNamed, ...asked }: AskedPython,
  { openWorld, account }: AskPythonPorts,
): Promise<RunnableVerdict | null> {
  const world = await openWorld();
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
