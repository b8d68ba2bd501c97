// What the daemon does about change: around each answer, and in between for the places where shells stand.

import { setTimeout as pause } from "node:timers/promises";
import { toText, type Bytes } from "./core/bytes.ts";
import type { Service, Surroundings } from "./assemble.ts";
import type { Log } from "./io/log.ts";
import { createPlaces, type Places } from "./io/places.ts";
import { Segments } from "./io/segments.ts";
import { Standing } from "./io/standing.ts";
import { Watch } from "./io/watch.ts";
import type { Answer } from "./wire/answer.ts";
import type { Question } from "./wire/question.ts";

/** A re-judging that hangs on a dead mount keeps nobody who types longer than this. */
const pokeMs = 100;
/** The log and the watcher cost a start-up each; they wait until the first shells have their answers. */
const quietMs = 2000;

export type AttentionPorts = Pick<Surroundings, "log" | "witness"> & {
  readonly service: Pick<Service, "digest" | "hasOtherRights" | "restsOn" | "segment" | "rules">;
  /** The runtime directory. */
  readonly directory: Bytes;
  /** Where shells stand now, the latest first. */
  readonly directories: () => ReadonlySet<Bytes>;
  /** Whether somebody waits for an answer. */
  readonly isBusy: () => boolean;
};

/** Its methods never throw: what goes wrong without anybody waiting is logged. */
export class Attention {
  readonly #log: Log;
  readonly #places: Places;
  readonly #standing: Standing;
  readonly #watch: Watch;
  readonly #segments: Segments;
  #timer: NodeJS.Timeout | undefined;
  #isAwake = false;

  constructor(ports: AttentionPorts) {
    const { log, witness, service, directory, directories } = ports;
    const failed = log.error;
    const describe = service.segment;
    this.#segments = new Segments({ directory, describe, standing: directories, failed });
    this.#log = log;
    this.#places = createPlaces({ standing: directories, restsOn: service.restsOn, failed });
    this.#standing = new Standing({
      digest: (place) => this.#digest(place, service),
      hasOtherRights: service.hasOtherRights,
      directories,
      bump: witness.bump,
      isBusy: ports.isBusy,
      failed,
    });
    this.#watch = new Watch({
      places: this.#places.list,
      trust: service.rules,
      changed: (places, paths) => this.#standing.recheckRights(places, paths),
      changedAll: () => this.#standing.recheck(),
      failed,
    });
  }

  /**
   * What must be known before a question is answered. `pyguard trust` and its like ask when they are done:
   * by the time they have their answer, every shell knows.
   */
  async before(question: Question): Promise<void> {
    if (question.shell === "cli") {
      const rechecked = this.#standing.recheckNow();
      await Promise.race([rechecked, pause(pokeMs, undefined, { ref: false })]);
    } else if (question.verb !== "bye") {
      this.#standing.expect(question.directory);
    }
  }

  /** What an answer shows to have changed, and what is worth watching from now on. */
  after(question: Question, answer: Answer): void {
    const { verb, shell, directory, evidence } = question;
    this.#log.debug("answered", { verb, shell, state: answer.state, directory: toText(directory) });
    if (shell !== "cli" && verb !== "bye") {
      void this.#places.note(answer);
      this.#standing.answered(directory, `${answer.state}:${answer.marks}:${answer.environment}`);
      // Evidence may have led to trust, and the environment be that of other places, too.
      if (evidence.kind === "none") {
        this.#standing.recheckWhenQuiet(directory);
      } else {
        this.#standing.recheck();
      }
    }
    this.#wakeLater();
  }

  counts(): ReturnType<Watch["counts"]> {
    return this.#watch.counts();
  }

  /** Forgets places where nobody stands any more. */
  tidy(): void {
    void this.#segments.prune();
  }

  /** From now on nothing is published. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#standing.stop();
    this.#segments.stop();
  }

  async close(): Promise<void> {
    await this.#watch.close();
  }

  /** Postpones what is heavy until no question has come for a while; from then on it is done each time. */
  #wakeLater(): void {
    if (this.#isAwake) {
      this.#watch.update();
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#isAwake = true;
      void this.#wake();
    }, quietMs).unref();
  }

  async #wake(): Promise<void> {
    try {
      await this.#log.load();
    } catch (error) {
      this.#log.error("loading the log", error);
    }
    this.#watch.update();
  }

  /** Whenever a place is looked at, what is published of it is brought up to date; nobody waits for that. */
  async #digest(directory: Bytes, { digest }: AttentionPorts["service"]): Promise<string> {
    const text = await digest(directory);
    void this.#segments.update(directory);
    return text;
  }
}
