// Going without losing a question: first nobody new comes, then everybody who came is answered.

import { existsSync, readdirSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { parseWitness } from "../wire/names.ts";
import type { Seat } from "./daemon.ts";
import type { Ending } from "./life.ts";
import { removeSegments } from "./segments.ts";

const drainMs = 2000;
/** Who stops the daemon by a signal may be the end of a session: it waits for nobody long. */
const signalledMs = 700;
const lookMs = 20;

export type Haste = "in peace" | "by a signal";

export type Leaving = {
  readonly seat: Seat;
  readonly ending: Ending;
  readonly haste: Haste;
  /** Questions that have been taken and not answered. */
  readonly pending: () => number;
};

export async function leave(leaving: Leaving): Promise<void> {
  const { seat, ending } = leaving;
  const deadline = performance.now() + (leaving.haste === "by a signal" ? signalledMs : drainMs);
  const waitFor = async (isDone: () => boolean): Promise<void> => {
    while (!isDone() && performance.now() < deadline) {
      await pause(lookMs);
    }
  };
  if (ending.kind === "superseded") {
    // The old socket answers until the new one does: no shell finds nobody.
    await waitFor(() => hasSuccessor(seat));
  }
  seat.witness.lower();
  if (ending.kind === "leaving") {
    seat.published.withdraw();
  }
  // Whoever connected or rang before the names were gone is still in the queue.
  await pause(lookMs);
  seat.server.close();
  await waitFor(() => leaving.pending() === 0);
  if (ending.kind === "leaving") {
    removeSegments(seat.directory);
  }
  seat.bell.destroy();
  seat.published.discard();
}

function hasSuccessor({ directory, generation }: Seat): boolean {
  return (
    !existsSync(directory) ||
    readdirSync(directory).some((name) => (parseWitness(name)?.generation ?? 0) > generation)
  );
}
