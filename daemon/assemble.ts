// Puts together what stands around the answers: who asked, what is watched, when all must ask again.

import { setTimeout as pause } from "node:timers/promises";
import { toText, type Bytes } from "./core/bytes.ts";
import { join } from "./core/path.ts";
import type { Transports } from "./io/daemon.ts";
import { createExchange, type Answerer, type Exchange } from "./io/exchange.ts";
import type { Log } from "./io/log.ts";
import { createPlaces } from "./io/places.ts";
import { createShells, type Shells } from "./io/shells.ts";
import { Standing } from "./io/standing.ts";
import { renderStatus, type Status } from "./io/status.ts";
import { answerMs, remove, removeDeadQuestions } from "./io/sweep.ts";
import { Wanted } from "./io/wanted.ts";
import { Watch } from "./io/watch.ts";
import type { Answer } from "./wire/answer.ts";
import { parseWitness } from "./wire/names.ts";
import type { Question } from "./wire/question.ts";

/** What the answers need of the daemon around them. */
export type ServicePorts = {
  readonly runtimeDirectory: Bytes | null;
  /** The name of the file that shells hold to be sure that nothing has changed. */
  readonly witness: () => Bytes;
};

export type Service = {
  readonly answer: Answerer;
  /** Differs when the answer for a directory would differ, whatever the shell. */
  readonly digest: (directory: Bytes) => Promise<string>;
  /** How long to stay when the last hooked shell is gone. */
  readonly idleMinutes: () => Promise<number>;
  /** Where trust is recorded, and the log is kept. */
  readonly stateDirectory: Bytes;
};

export type Settings = {
  readonly directory: string;
  readonly isForced: boolean;
  /** The command that started it, and its pid. */
  readonly startedBy: string;
  readonly version: string;
  /** The program's package.json, by the name that stays when another version is installed. */
  readonly packageFile: string;
  readonly isDebug: boolean;
  readonly loadService: (ports: ServicePorts) => Promise<Service>;
};

export type Surroundings = {
  readonly settings: Settings;
  readonly log: Log;
  readonly witness: { readonly name: () => string; readonly bump: () => void };
  readonly service: Service;
};

export type Parts = {
  readonly transports: Transports;
  readonly exchange: Exchange;
  readonly standing: Standing;
  readonly watch: Watch;
  readonly wanted: Wanted;
  readonly log: Log;
};

/** A re-judging that hangs on a dead mount keeps nobody who types longer than this. */
const pokeMs = 100;
/** The log and the watcher cost a start-up each; they wait until the first shells have their answers. */
const quietMs = 2000;

export function assemble(surroundings: Surroundings): Parts {
  const { settings, log, service } = surroundings;
  const shells = createShells();
  const attention = pay(surroundings, () => shells.directories());
  const wanted = new Wanted({
    ...settings,
    shells,
    idleMinutes: service.idleMinutes,
    now: () => performance.now(),
    failed: log.error,
    isBusy: () => exchange.pending() > 0,
    tidy: () => removeDeadQuestions(settings.directory),
  });
  const exchange = createExchange({
    answerer: async (question) => {
      shells.note(question);
      wanted.heardOf(question.version);
      if (question.verb === "bye") {
        wanted.noteGoodbye();
      }
      return question.shell === "cli"
        ? answerPoke(question, { service, attention })
        : answerShell(question, { service, attention });
    },
    answered: (question, answer) => attention.answered(question, answer),
    failed: log.error,
  });
  const status = (): Buffer =>
    renderStatus(describe(surroundings, { shells, wanted, watch: attention.watch }));
  return {
    ...attention,
    exchange,
    wanted,
    log,
    transports: transport(surroundings, { exchange, status }),
  };
}

type Inner = { readonly shells: Shells; readonly wanted: Wanted; readonly watch: Watch };

function describe({ settings, witness, log }: Surroundings, inner: Inner): Status {
  return {
    pid: process.pid,
    version: settings.version,
    generation: parseWitness(witness.name())?.generation ?? 0,
    startedBy: settings.startedBy,
    ageSeconds: Math.round(process.uptime()),
    memoryBytes: process.memoryUsage.rss(),
    shells: inner.shells.count(),
    directories: inner.shells.directories().size,
    ...inner.watch.counts(),
    lastError: log.lastError(),
    leavesInSeconds: inner.wanted.leavesInSeconds(),
  };
}

type Attention = {
  readonly standing: Standing;
  readonly watch: Watch;
  readonly answered: (question: Question, answer: Answer) => void;
};

/** Everything that notices changes: of directories where shells stand, after answers and in between. */
function pay(surroundings: Surroundings, directories: () => ReadonlySet<Bytes>): Attention {
  const { log, witness, service } = surroundings;
  const places = createPlaces(directories);
  const standing = new Standing({
    digest: service.digest,
    directories,
    bump: witness.bump,
    failed: log.error,
  });
  const watch = new Watch({
    places: places.list,
    trust: ["trust", "deny"].map((name) => join(service.stateDirectory, name)),
    changed: (changed) => standing.recheck(changed ?? undefined),
    failed: log.error,
  });
  const later = whenFirstQuiet(async () => {
    await log.load();
    watch.update();
  }, log);
  return {
    standing,
    watch,
    answered: (question, answer) => {
      const { verb, shell, directory } = question;
      log.debug("answered", { verb, shell, state: answer.state, directory: toText(directory) });
      if (shell !== "cli" && verb !== "bye") {
        places.note(answer);
        standing.recheck([directory]);
      }
      later();
    },
  };
}

type Asking = { readonly service: Service; readonly attention: Attention };

async function answerShell(question: Question, asking: Asking): Promise<Answer> {
  if (question.verb !== "bye") {
    asking.attention.standing.expect(question.directory);
  }
  return asking.service.answer(question);
}

/** `pyguard trust` and its like ask when they are done: at the next prompt every shell must know. */
async function answerPoke(question: Question, asking: Asking): Promise<Answer> {
  const rechecked = asking.attention.standing.recheckNow();
  await Promise.race([rechecked, pause(pokeMs, undefined, { ref: false })]);
  return asking.service.answer(question);
}

/** Postpones what is heavy until no question has come for a while; after that it is done each time. */
function whenFirstQuiet(work: () => Promise<void>, log: Log): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isLate = false;
  const run = (): void => {
    isLate = true;
    work().catch((error: unknown) => log.error("loading", error));
  };
  return () => {
    if (isLate) {
      run();
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(run, quietMs).unref();
  };
}

type Lines = { readonly exchange: Exchange; readonly status: () => Buffer };

function transport({ settings, log }: Surroundings, lines: Lines): Transports {
  const sinks = { debug: (line: string): void => log.debug(line), failed: log.error };
  const { exchange } = lines;
  return {
    connections: {
      ...lines,
      // Editors and `pyguard watch` will come here; until then nobody speaks HTTP to this socket.
      upgrade: (socket) => socket.destroy(),
      ...sinks,
    },
    bell: {
      exchange,
      left: (name) => setTimeout(() => remove(settings.directory, [name]), answerMs).unref(),
      ...sinks,
    },
  };
}
