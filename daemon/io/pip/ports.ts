// Hands this machine to the judgement of pip commands.

import type { Bytes } from "../../core/bytes.ts";
import { join } from "../../core/path.ts";
import type { Caller } from "../../core/pip/caller.ts";
import { follow } from "./follow.ts";
import { lookAround } from "./look-around.ts";
import { lookAtPython } from "./look-at-python.ts";
import { isContainer, readDistributor } from "./machine.ts";
import { findNamedPython } from "./named-python.ts";
import { readConfiguration } from "./pip-configuration.ts";
import { readSmall, resolve, typeOf } from "./read.ts";

export type Machine = {
  readonly programHome: Bytes;
  readonly home: Bytes;
  readonly isTrustedPrefix: (prefix: Bytes) => Promise<boolean>;
  /** True once in a login for each topic. */
  readonly isFirst: (topic: Bytes) => Promise<boolean>;
};

export function createPipPorts({ programHome, ...machine }: Machine) {
  return {
    ...machine,
    skip: [join(programHome, "hooks/pwsh-bin")],
    isRoot: process.geteuid?.() === 0,
    follow,
    lookAtPython,
    findNamedPython,
    readConfiguration,
    lookAround: (caller: Caller) => lookAround(caller),
    typeOf,
    readSmall,
    canonical: resolve,
    isContainer,
    readDistributor,
  };
}
