// Puts the asking of interpreters together; its parts are loaded when the first one has to be asked.

import { readFileSync } from "node:fs";
import { arch, hostname, release } from "node:os";
import { fromText, type Bytes } from "./core/bytes.ts";
import type { Account } from "./core/facts.ts";
import { cacheDirectory } from "./core/own-directories.ts";
import { loadPart } from "./io/load-part.ts";
import type { AskPython } from "./io/probe/ask-python.ts";

export type Probing = {
  /** HOME and XDG_CACHE_HOME are read. */
  readonly environment: ReadonlyMap<string, Bytes>;
  readonly home: Bytes;
  readonly account: Account;
  /** An interpreter was run, and answered. */
  readonly probed?: ((interpreter: Bytes, version: Bytes) => void) | undefined;
  readonly debug?: ((line: string) => void) | undefined;
};

/** As long as one may take. */
export const wholePatienceMs = 3500;

/** Asks what may be asked, and remembers the answers for this and later processes. */
export function createAsking(probing: Probing): AskPython {
  let loading: Promise<AskPython> | undefined;
  return async (asked, patienceMs) => {
    loading ??= loadPart(() => load(probing));
    return (await loading)(asked, patienceMs);
  };
}

async function load({ account, probed, ...place }: Probing): Promise<AskPython> {
  const debug = place.debug ?? ((): void => {});
  const [{ createAskPython }, { createProbe }, { createProbeStore }, { createWorlds }] =
    await Promise.all([
      import("./io/probe/ask-python.ts"),
      import("./io/probe.ts"),
      import("./io/probe/store.ts"),
      import("./io/world.ts"),
    ]);
  const now = (): number => performance.now();
  const openWorld = createWorlds(now);
  const store = createProbeStore({ directory: cacheDirectory(place), account, debug });
  const probe = createProbe({
    store,
    now,
    debug,
    machine: describeMachine(),
    probed: (interpreter, version) => probed?.(interpreter, fromText(version)),
  });
  return createAskPython({ openWorld, account, probe, now });
}

/** One home may serve many machines, and a new release of the system may change what is in it. */
function describeMachine(): Bytes {
  return fromText([readMachineId(), release(), arch()].join(" "));
}

function readMachineId(): string {
  try {
    return readFileSync("/etc/machine-id", "utf8").trim();
  } catch {
    return hostname();
  }
}
