// One call in flight on each mount that may hang, so that a dead server never holds the thread pool.

import { isRemote, type Mount } from "../core/mounts.ts";
import { LookFailed } from "./files.ts";

export interface Lanes {
  /** Runs at once on a local mount; on a remote one after the calls before it, at most 100 ms later. */
  run: <T>(mount: Mount, work: () => Promise<T>) => Promise<T>;
}

const capMs = 100;
const sickMs = 60_000;

/** The mount did not answer in time; for a minute nobody asks it again. */
export class MountSick extends LookFailed {
  override readonly name = "MountSick";
}

type Lane = { tail: Promise<unknown>; sickUntil: number };

/** `now` is a monotonic clock in milliseconds. */
export function createLanes(now: () => number): Lanes {
  const lanes = new Map<string, Lane>();
  return {
    run: (mount, work) => {
      if (!isRemote(mount)) {
        return work();
      }
      const lane = lanes.get(mount.id) ?? { tail: Promise.resolve(), sickUntil: 0 };
      lanes.set(mount.id, lane);
      return runIn(lane, work, now);
    },
  };
}

async function runIn<T>(lane: Lane, work: () => Promise<T>, now: () => number): Promise<T> {
  if (now() < lane.sickUntil) {
    throw new MountSick("this mount did not answer a moment ago");
  }
  const call = { isGivenUp: false };
  const turn = lane.tail.then(() => {
    if (call.isGivenUp || now() < lane.sickUntil) {
      throw new MountSick("this mount did not answer a moment ago");
    }
    return work();
  });
  // The lane is free again when the call has come back, however late that is.
  lane.tail = turn.catch(() => {});
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      call.isGivenUp = true;
      lane.sickUntil = now() + sickMs;
      reject(new MountSick(`no answer within ${capMs} ms`));
    }, capMs);
  });
  try {
    return await Promise.race([turn, late]);
  } finally {
    clearTimeout(timer);
  }
}
