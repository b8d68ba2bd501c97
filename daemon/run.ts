// One daemon's life, from the claim to the last answer; what answers is given to it.

import { asBytes, toText } from "./core/bytes.ts";
import { join } from "./core/path.ts";
import { assemble, type Parts, type Settings } from "./assemble.ts";
import { takeSeat, type Seat } from "./io/daemon.ts";
import { leave, type Haste } from "./io/leave.ts";
import { Life, type Ending } from "./io/life.ts";
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

/** Hooks wait 300 ms for the answer about a command; an interpreter that takes longer is known the next time. */
const patienceMs = 200;
/** After a goodbye or a newer hook; the answer goes out first. */
const newsMs = 50;

/** Becomes the daemon of this directory, or says why not. */
export async function runDaemon(settings: Settings): Promise<Run> {
  try {
    return await start(settings);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { kind: "failed", reason: said.replaceAll("\n", " ") };
  }
}

async function start(settings: Settings): Promise<Run> {
  const loaded: Parts[] = [];
  const started = await takeSeat({
    ...settings,
    load: async (witness) => {
      const parts = await loadParts(settings, witness);
      loaded.push(parts);
      return parts.transports;
    },
  });
  const [parts] = loaded;
  if (started.kind !== "serving" || parts === undefined) {
    return started.kind === "serving" ? { kind: "failed", reason: "nothing answers" } : started;
  }
  const { generation } = started.seat;
  parts.log.info("serving", { generation, version: settings.version });
  const tenure = new Tenure(started.seat, parts);
  return {
    kind: "serving",
    ended: tenure.ended,
    stop: (reason) => tenure.end({ kind: "leaving", reason }, "by a signal"),
    failed: (what, error) => tenure.failed(what, error),
  };
}

async function loadParts(settings: Settings, witness: Witness): Promise<Parts> {
  let events: Parts["events"] | undefined;
  const service = await settings.loadService({
    runtimeDirectory: asBytes(settings.directory),
    witness: () => asBytes(witness.name()),
    patienceMs,
    probed: (interpreter, version) => events?.publish({ type: "probed", interpreter, version }),
  });
  const log = createLog(toText(join(service.stateDirectory, "daemon.log")), settings.isDebug);
  const parts = assemble({ settings, log, witness, service });
  events = parts.events;
  return parts;
}

/** From the first answer to the last. */
class Tenure {
  readonly ended: Promise<void>;
  readonly #seat: Seat;
  readonly #parts: Parts;
  readonly #life: Life;
  #errors = 0;
  #isEnding = false;
  #resolve: () => void = () => {};

  constructor(seat: Seat, parts: Parts) {
    this.#seat = seat;
    this.#parts = parts;
    this.ended = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#life = new Life({
      ...seat,
      judge: () => parts.wanted.judge(),
      restMs: () => parts.wanted.restMs(),
      woke: () => {
        parts.log.info("the clock jumped, or the machine slept");
        seat.witness.bump();
      },
      end: (ending) => this.end(ending, "in peace"),
    });
    // Deaf for the shells without sockets, it is of no use to them; the next one has a new bell.
    seat.bell.once("close", () => this.end({ kind: "leaving", reason: "no bell" }, "in peace"));
    parts.wanted.onNews(() => this.#life.beatWithin(newsMs));
    this.#life.start();
  }

  end(ending: Ending, haste: Haste): void {
    if (!this.#isEnding) {
      this.#isEnding = true;
      void this.#leave(ending, haste);
    }
  }

  failed(what: string, error: unknown): void {
    this.#errors += 1;
    this.#parts.log.error(what, error);
    if (this.#errors >= errorLimit) {
      this.end({ kind: "leaving", reason: `${what}, too often` }, "in peace");
    }
  }

  async #leave(ending: Ending, haste: Haste): Promise<void> {
    const { log, exchange, attention } = this.#parts;
    this.#life.stop();
    attention.stop();
    log.info("leaving", { why: ending.reason });
    try {
      await leave({ seat: this.#seat, ending, haste, pending: exchange.pending });
    } catch (error) {
      log.error("leaving", error);
    }
    await finish(this.#parts);
    this.#resolve();
  }
}

/** A goodbye to watchers and the last lines of the log are worth a moment, never more. */
async function finish({ attention, events, log }: Parts): Promise<void> {
  events.close();
  const late = new Promise<void>((resolve) => {
    setTimeout(resolve, 200);
  });
  const closing = Promise.all([attention.close(), log.load().then(log.flush)]);
  await Promise.race([closing.catch(() => {}), late]);
}
