// The daemon's pulse: each second it makes sure that it is the one, is findable, and is still wanted.

import { readdirSync } from "node:fs";
import { highestClaim, isMine, type Owner } from "./claim.ts";
import { offName } from "../wire/names.ts";
import type { Published } from "./published.ts";
import { isStill, type Identity } from "./runtime-directory.ts";
import type { Witness } from "./witness.ts";
import { removeMutes } from "./sweep.ts";

/** How it ends: `superseded` leaves the public names to the one that came after, `lost` has no directory any more. */
export type Ending = {
  readonly kind: "superseded" | "leaving" | "lost";
  readonly reason: string;
};

export type LifePorts = {
  readonly directory: string;
  readonly identity: Identity;
  readonly generation: number;
  readonly owner: Owner;
  readonly published: Published;
  readonly witness: Witness;
  /** Why to leave although all is well; null to go on. */
  readonly judge: () => string | null;
  /** The machine slept or its clock was set. */
  readonly woke: () => void;
  readonly end: (ending: Ending) => void;
};

const pulseMs = 1000;
const touchPulses = 3600;
const jumpMs = 5000;

/** Starts the pulse; the function it gives stops it. */
export function startLife(ports: LifePorts): () => void {
  let pulses = 0;
  let offset = Date.now() - performance.now();
  const beat = (): void => {
    pulses += 1;
    const ending = checkSafely(ports, pulses);
    if (ending !== null) {
      clearInterval(timer);
      ports.end(ending);
      return;
    }
    const now = Date.now() - performance.now();
    if (Math.abs(now - offset) > jumpMs) {
      offset = now;
      ports.woke();
    }
  };
  const timer = setInterval(beat, pulseMs);
  return () => clearInterval(timer);
}

/** A check that fails counts as a reason to leave: one that stays by mistake stays for ever. */
function checkSafely(ports: LifePorts, pulses: number): Ending | null {
  try {
    return check(ports, pulses);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    // Out of descriptors or space for a moment, or read-only: who is connected is still served.
    if (code === "EMFILE" || code === "ENFILE" || code === "ENOSPC" || code === "EROFS") {
      return null;
    }
    return { kind: "leaving", reason: error instanceof Error ? error.message : String(error) };
  }
}

function check(ports: LifePorts, pulses: number): Ending | null {
  const { directory, published } = ports;
  if (!isStill(directory, ports.identity)) {
    return { kind: "lost", reason: "the runtime directory is gone" };
  }
  const names = readdirSync(directory);
  if (
    highestClaim(names) !== ports.generation ||
    !isMine(directory, ports.generation, ports.owner)
  ) {
    return { kind: "superseded", reason: "another daemon has taken over" };
  }
  removeMutes(directory, names);
  if (names.includes(offName)) {
    return { kind: "leaving", reason: "stopped by hand" };
  }
  if (!published.restore()) {
    return { kind: "leaving", reason: "its own names were removed" };
  }
  ports.witness.restore();
  if (pulses % touchPulses === 0) {
    published.touch();
  }
  const reason = ports.judge();
  return reason === null ? null : { kind: "leaving", reason };
}
