// Puts together what stands around the answers: who asked, what is watched, who listens, when to leave.

import type { Asking } from "./answering.ts";
import { Attention } from "./attention.ts";
import { fromText, type Bytes } from "./core/bytes.ts";
import type { Event } from "./core/event.ts";
import { Notice, type Exchanged } from "./core/notice.ts";
import type { Transports } from "./io/daemon.ts";
import { Events } from "./io/events.ts";
import { createExchange, type Answerer, type Exchange } from "./io/exchange.ts";
import { PartMissing } from "./io/load-part.ts";
import type { Log } from "./io/log.ts";
import { ownMemory } from "./io/process-life.ts";
import type { Published } from "./io/segments.ts";
import { createShells, type Shells } from "./io/shells.ts";
import { renderStatus, type Status } from "./io/status.ts";
import { answerMs, remove, sweepPresent } from "./io/sweep.ts";
import { Wanted } from "./io/wanted.ts";
import type { Answer } from "./wire/answer.ts";
import { parseWitness } from "./wire/names.ts";
import type { Question } from "./wire/question.ts";

/** What the answers need of the daemon around them. */
export type ServicePorts = {
  readonly runtimeDirectory: Bytes | null;
  /** The name of the file that shells hold to be sure that nothing has changed. */
  readonly witness: () => Bytes;
} & Asking;

export type Service = {
  readonly answer: Answerer;
  /** Differs when the answer for a directory would differ, whatever the shell. */
  readonly digest: (directory: Bytes) => Promise<string>;
  /** Whether one of `paths` has another owner, group or mode by now than when `directory` was looked at last. At once. */
  readonly hasOtherRights: (directory: Bytes, paths: readonly Bytes[]) => boolean;
  /** The directories that the answer for this one rests on. */
  readonly restsOn: (directory: Bytes) => Promise<readonly Bytes[]>;
  /** What prompts outside of shells say of a directory. */
  readonly segment: (directory: Bytes) => Promise<Published>;
  /** How long to stay when the last hooked shell is gone. */
  readonly idleMinutes: () => Promise<number>;
  /** Where the log is kept. */
  readonly stateDirectory: Bytes;
  /** The directories with what all answers rest on: trust, refusals, the configuration. */
  readonly rules: readonly Bytes[];
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
  readonly attention: Attention;
  readonly events: Events;
  readonly wanted: Wanted;
  readonly log: Log;
};

/** Nothing of it runs before the transports are connected. */
export function assemble(surroundings: Surroundings): Parts {
  const { settings, log, service } = surroundings;
  const { events, shells, hear } = listen(log);
  const isBusy = (): boolean => exchange.pending() > 0;
  const attention = attend(surroundings, shells, isBusy);
  const wanted = new Wanted({
    ...settings,
    shells,
    idleMinutes: service.idleMinutes,
    now: () => performance.now(),
    failed: log.error,
    isBusy: () => isBusy() || events.count() > 0,
    tidy: () => {
      sweepPresent(settings.directory, surroundings.witness.name());
      attention.tidy();
    },
  });
  const exchange = createExchange({
    answerer: async (question) => {
      shells.note(question);
      wanted.heardOf(question.version);
      if (question.verb === "bye") {
        wanted.noteGoodbye();
      }
      await attention.before(question);
      return service.answer(question);
    },
    answered: (question, answer) => {
      attention.after(question, answer);
      hear(question, answer);
    },
    failed: reportTo(log, wanted),
  });
  const status = (): Buffer => renderStatus(describe(surroundings, { shells, wanted, attention }));
  const transports = transport(surroundings, { exchange, status, events });
  return { attention, events, exchange, wanted, log, transports };
}

/** Whatever is wrong is logged; what this process cannot mend makes it leave. */
function reportTo(log: Log, wanted: Wanted): Log["error"] {
  return (what, error) => {
    log.error(what, error);
    if (error instanceof PartMissing) {
      wanted.notePartMissing();
    }
  };
}

type Listening = {
  readonly events: Events;
  readonly shells: Shells;
  readonly hear: (question: Question, answer: Answer) => void;
};

/** What watchers are told of shells: what they ask, and that they are no more. */
function listen(log: Log): Listening {
  const events = new Events({ failed: log.error, debug: log.debug });
  const notice = new Notice();
  const publish = (all: readonly Event[]): void => all.forEach((event) => events.publish(event));
  return {
    events,
    shells: createShells((pid) => publish(notice.end(pid))),
    hear: (question, answer) => {
      if (question.verb !== "bye") {
        publish(notice.take(toExchanged(question, answer)));
      }
    },
  };
}

function attend(surroundings: Surroundings, shells: Shells, isBusy: () => boolean): Attention {
  const directory = fromText(surroundings.settings.directory);
  const directories = (): ReadonlySet<Bytes> => shells.directories();
  return new Attention({ ...surroundings, directory, directories, isBusy });
}

type Inner = { readonly shells: Shells; readonly wanted: Wanted; readonly attention: Attention };

function describe({ settings, witness, log }: Surroundings, inner: Inner): Status {
  return {
    pid: process.pid,
    version: settings.version,
    generation: parseWitness(witness.name())?.generation ?? 0,
    startedBy: settings.startedBy,
    ageSeconds: Math.round(process.uptime()),
    memoryBytes: ownMemory(),
    shells: inner.shells.count(),
    directories: inner.shells.directories().size,
    ...inner.attention.counts(),
    lastError: log.lastError(),
    leavesInSeconds: inner.wanted.leavesInSeconds(),
  };
}

function toExchanged(question: Question, answer: Answer): Exchanged {
  const { shell, pid, directory } = question;
  return {
    place: { shell, pid, directory },
    isShell: shell !== "cli",
    state: answer.state,
    environment: answer.environment,
    marks: answer.marks,
    isRefused: answer.decision === "refuse",
  };
}

type Lines = {
  readonly exchange: Exchange;
  readonly status: () => Buffer;
  readonly events: Events;
};

function transport({ settings, log }: Surroundings, lines: Lines): Transports {
  const { exchange, status, events } = lines;
  const sinks = { debug: (line: string): void => log.debug(line), failed: log.error };
  return {
    connections: {
      exchange,
      status,
      upgrade: (socket, first) => events.upgrade(socket, first),
      ...sinks,
    },
    bell: {
      exchange,
      left: (name) => setTimeout(() => remove(settings.directory, [name]), answerMs).unref(),
      ...sinks,
    },
  };
}
