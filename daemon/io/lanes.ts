// One call in flight on each mount that may hang, and not too many on all of them, so that dead servers never hold the
// thread pool.

import { isRemote, type Mount } from "../core/mounts.ts";
import { LookFailed } from "./files.ts";

export interface Lanes {
  /** Runs at once on a local mount; on a remote one after the calls before it, at most 100 ms later. */
  run: <T>(mount: Mount, work: () => Promise<T>) => Promise<T>;
}

/** The pool has 16 threads (daemon/launch), and a call that hangs keeps its own: the rest is for local disks. */
const threads = createThreads(10);
const capMs = 100;
const sickMs = 60_000;

/** The mount did not answer in time; for a minute nobody asks it again. */
class MountSick extends LookFailed {
  override readonly name = "MountSick";
}

type Lane = {
  /** Ends when nothing is in flight or queued any more. */
  tail: Promise<unknown>;
  sickUntil: number;
  /** The call in flight was given up and has not come back: another would only take another thread. */
  isStuck: boolean;
  /** Gives up every call that waits for its turn or for its end. */
  readonly waiting: Set<(reason: MountSick) => void>;
};

/** `now` is a monotonic clock in milliseconds. */
export function createLanes(now: () => number): Lanes {
  const lanes = new Map<string, Lane>();
  return {
    run: (mount, work) => {
      if (!isRemote(mount)) {
        return work();
      }
      const lane = lanes.get(mount.id) ?? {
        tail: Promise.resolve(),
        sickUntil: 0,
        isStuck: false,
        waiting: new Set(),
      };
      lanes.set(mount.id, lane);
      return lane.isStuck || now() < lane.sickUntil
        ? Promise.reject(new MountSick("this mount did not answer a moment ago"))
        : runIn(lane, work, now);
    },
  };
}

function runIn<T>(lane: Lane, work: () => Promise<T>, now: () => number): Promise<T> {
  return new Promise((resolve, reject) => {
    lane.waiting.add(reject);
    const takeTurn = async (): Promise<void> => {
      // Given up while it waited: nobody would hear of it.
      if (!lane.waiting.has(reject)) {
        return;
      }
      const timer = setTimeout(() => fallSick(lane, now), capMs);
      try {
        await threads.take();
        // Given up while it waited for a thread.
        if (lane.waiting.has(reject)) {
          resolve(await work());
        }
      } catch (error) {
        reject(error);
      } finally {
        threads.give();
        clearTimeout(timer);
        lane.isStuck = false;
        lane.waiting.delete(reject);
      }
    };
    // The next one's turn comes when this call has come back, however late that is.
    lane.tail = lane.tail.then(takeTurn);
  });
}

function fallSick(lane: Lane, now: () => number): void {
  lane.sickUntil = now() + sickMs;
  lane.isStuck = true;
  const waiting = [...lane.waiting];
  lane.waiting.clear();
  for (const reject of waiting) {
    reject(new MountSick(`no answer within ${capMs} ms`));
  }
}

type Threads = { readonly take: () => Promise<void>; readonly give: () => void };

function createThreads(limit: number): Threads {
  let free = limit;
  const waiting: (() => void)[] = [];
  return {
    take: () => {
      if (free > 0) {
        free -= 1;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        waiting.push(resolve);
      });
    },
    give: () => {
      const next = waiting.shift();
      if (next === undefined) {
        free += 1;
      } else {
        next();
      }
    },
  };
}
