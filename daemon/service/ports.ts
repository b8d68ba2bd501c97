// What the services need of the world; daemon/assemble.ts hands it to them.

import type { Bytes } from "../core/bytes.ts";
import type { Settings } from "../core/settings.ts";
import type { Account } from "../core/facts.ts";
import type { Unbelieved } from "../core/judge-trust.ts";
import type { Sighted } from "../core/sighting.ts";
import type { Names } from "../core/words-for-trust.ts";
import type { Pair, TrustRecord } from "../core/trust-record.ts";
import type { Answer } from "../wire/answer.ts";
import type { Question } from "../wire/question.ts";
import type { Situation } from "./situation.ts";

interface TrustPort {
  /** Null where it is kept, else why it is not. */
  grant: (record: TrustRecord) => Promise<Unbelieved | null>;
  refuse: (pair: Pair) => Promise<void>;
  forget: (pair: Pair) => Promise<"trusted" | "refused" | "nothing">;
  /** Every environment that something was said about. */
  listPairs: () => Promise<readonly Pair[]>;
}

/** Trust that ends with a shell. */
interface SessionPort {
  /** False where it could not be kept. */
  remember: (pid: number, record: TrustRecord) => Promise<boolean>;
  recall: (pid: number, pair: Pair) => Promise<TrustRecord | null>;
  forget: (pid: number) => Promise<void>;
}

export type LookOptions = {
  /** What a `.venv` file or link names may be looked at although nobody trusted it yet. */
  readonly mayFollow: boolean;
};

/** Whether the account's own packages hide others from an environment that sees those of its Python. */
export interface UserSite {
  /** As far as is known; never waits. */
  isShadowing: (environment: Bytes) => boolean;
  /** Waits for a look that is under way; starts one where the last is old. */
  settle: (environment: Bytes) => Promise<void>;
  /** Looks where the last look is old, and waits for it. */
  look: (environment: Bytes) => Promise<void>;
}

export interface Ports {
  readonly account: Account;
  readonly names: Names;
  readonly trust: TrustPort;
  readonly sessions: SessionPort;
  settings: () => Promise<Settings>;
  /** Throws where a mount did not answer in time or a call failed: then nothing can be said. */
  look: (directory: Bytes, options: LookOptions) => Promise<Sighted>;
  /** Whether one of `paths` has another owner, group or mode by now than when `directory` was looked at last. At once. */
  hasOtherRights: (directory: Bytes, paths: readonly Bytes[]) => boolean;
  readonly userSite: UserSite;
  canonical: (path: Bytes) => Promise<Bytes | null>;
  /** Whether git tracks anything below it; null where that cannot be read. */
  isTracked: (environment: Bytes) => Promise<boolean | null>;
  isCondaBase: (prefix: Bytes) => Promise<boolean>;
  /** Whether VIRTUAL_ENV is the environment of some project. */
  isProjectEnvironment: (path: Bytes) => Promise<boolean>;
  /** How new an environment is whose pip writes into nothing but itself; null for any other. */
  findOwnPip: (environment: Bytes) => Promise<bigint | null>;
  witness: () => Bytes;
  /** The name of the file in the runtime directory that is as new as `newest`, or empty. */
  stamp: (environment: Bytes, newest: bigint) => Bytes;
  /** True once in a login for each topic. */
  isFirst: (topic: Bytes) => Promise<boolean>;
  /** Seconds since 1970. */
  now: () => number;
  answerPip: AnswerPip;
}

export type PipAnswer = Pick<Answer, "decision" | "text" | "argv"> & {
  /** Letters to add to field 9: `e`, `s`. */
  readonly marks?: Bytes;
};

/** What a `pip` question's entering came to: the answer so far, decision and text still empty. */
export type Entered = { readonly answer: Answer; readonly situation: Situation };

/** Decides about one pip command as if the situation's environment, if any, had been entered. */
export type AnswerPip = (question: Question, entered: Entered) => Promise<PipAnswer>;
