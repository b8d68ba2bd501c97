// One daemon's life, from the claim to the last answer; what answers is given to it.

import { asBytes, toText } from "./core/bytes.ts";
import { join } from "./core/path.ts";
import { assemble, type Parts, type Settings } from "./assemble.ts";
import { takeSeat, type Seat } from "./io/daemon.ts";
import { leave } from "./io/leave.ts";
import { startLife, type Ending } from "./io/life.ts";
import { createLog } from "./io/log.ts";
import type { Witness } from "./io/witness.ts";

export type Run =
  | {
      readonly kind: "serving";
      /** Leaves in order, but soon: a signal asked for it. */
      readonly stop: (reason: string) => void;
      /** The one place where errors go that nobody waited for. */
      readonly failed: (what: string, error: unknown) => void;
      readonly ended: Promise<void>;
    }
  | { readonly kind: "left" | "failed"; readonly reason: string };

/** So many errors that nobody expected, and what goes on in here is not what was written any more. */
const errorLimit = 20;

/** Becomes the daemon of this directory, or says why not. */
export async function runDaemon(settings: Settings): Promise<Run> {
  try {
    const assembled: Parts[] = [];
    const started = await takeSeat({
      ...settings,
      load: async (witness) => {
        const parts = await loadParts(settings, witness);
        assembled.push(parts);
        return parts.transports;
      },
    });
    const [parts] = assembled;
    if (started.kind !== "serving" || parts === undefined) {
      return started.kind === "serving" ? { kind: "failed", reason: "nothing answers" } : started;
    }
    const { generation } = started.seat;
    parts.log.info("serving", { generation, version: settings.version });
    return live(started.seat, parts);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { kind: "failed", reason: said.replaceAll("\n", " ") };
  }
}

async function loadParts(settings: Settings, witness: Witness): Promise<Parts> {
  const service = await settings.loadService({
    runtimeDirectory: asBytes(settings.directory),
    witness: () => asBytes(witness.name()),
  });
  const log = createLog(toText(join(service.stateDirectory, "daemon.log")), settings.isDebug);
  return assemble({ settings, log, witness, service });
}

function live(seat: Seat, parts: Parts): Run {
  const { log } = parts;
  let errors = 0;
  let end: (ending: Ending, isSignalled: boolean) => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = (ending, isSignalled): void => {
      end = () => {};
      stopLife();
      parts.standing.stop();
      log.info("leaving", { why: ending.reason });
      const last = leave({ seat, ending, isSignalled, pending: parts.exchange.pending });
      void last
        .catch((error: unknown) => log.error("leaving", error))
        .then(() => finish(parts))
        .then(resolve);
    };
  });
  const stopLife = startLife({
    ...seat,
    judge: () => parts.wanted.judge(),
    woke: () => {
      log.info("the clock jumped, or the machine slept");
      seat.witness.bump();
    },
    end: (ending) => end(ending, false),
  });
  return {
    kind: "serving",
    ended,
    stop: (reason) => end({ kind: "leaving", reason }, true),
    failed: (what, error) => {
      errors += 1;
      log.error(what, error);
      if (errors >= errorLimit) {
        end({ kind: "leaving", reason: `${what}, too often` }, false);
      }
    },
  };
}

/** The last lines of the log are worth a moment, never more. */
async function finish({ watch, log }: Parts): Promise<void> {
  const late = new Promise<void>((resolve) => {
    setTimeout(resolve, 200);
  });
  const closing = Promise.all([watch.close(), log.load().then(log.flush)]);
  await Promise.race([closing.catch(() => {}), late]);
}
