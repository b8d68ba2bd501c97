// Whether an interpreter may be run to learn about it. The only place that makes a `Runnable`.

import { asBytes, type Bytes } from "./bytes.ts";
import type { Environment, Trusted } from "./environment.ts";
import type { Account, Component } from "./facts.ts";
import { judgeOwnership } from "./ownership.ts";
import { isWithin, join, parent } from "./path.ts";

/** The variables that change what an interpreter says of itself. HOME is always among them. */
export type Variables = ReadonlyMap<string, Bytes>;

declare const runnable: unique symbol;

/** An interpreter that may be run, and the variables to run it with. */
export type Runnable = {
  /** Absolute, links not resolved. */
  readonly interpreter: Bytes;
  readonly variables: Variables;
} & { readonly [runnable]: true };

/** A path that would be run, or that what is run would take code from. */
export type Lead = {
  readonly path: Bytes;
  /** Root first, down to what exists of it. */
  readonly chain: readonly Component[];
  /** The nearest directory above it that is somebody's project; null where none is. */
  readonly project: Bytes | null;
  /** The environment it lies in, which only trust opens. */
  readonly environment: Bytes | null;
};

export type RunnableFacts = {
  readonly interpreter: Bytes;
  readonly variables: Variables;
  /** The interpreter, each link on the way, and the directories that variables name. */
  readonly leads: readonly Lead[];
};

export type RunnableVerdict =
  | { readonly kind: "runnable"; readonly runnable: Runnable }
  | {
      readonly kind: "refused";
      readonly path: Bytes;
      readonly because: "foreign" | "writable" | "project" | "environment" | "relative";
    };

/** Outside of every project and environment, and nobody but root and the account could have changed it. */
export function judgeRunnable(facts: RunnableFacts, account: Account): RunnableVerdict {
  for (const lead of facts.leads) {
    const because = whyNot(lead, account);
    if (because !== null) {
      return { kind: "refused", path: lead.path, because };
    }
  }
  return { kind: "runnable", runnable: mint(facts) };
}

/** Whoever names an interpreter to have it run has looked at where it lies; others must still not own it. */
export function judgeNamed(facts: RunnableFacts, account: Account): RunnableVerdict {
  const leads = facts.leads.map((lead) => ({ ...lead, project: null, environment: null }));
  return judgeRunnable({ ...facts, leads }, account);
}

/** In a trusted environment runs whatever is in it: that is what trust says. `facts` are of the variables alone. */
export function judgeTrusted(
  environment: Trusted<Environment>,
  facts: RunnableFacts,
  account: Account,
): RunnableVerdict {
  const directory = join(environment.path, "bin");
  return isWithin(facts.interpreter, directory)
    ? judgeRunnable(facts, account)
    : { kind: "refused", path: facts.interpreter, because: "environment" };
}

type Refused = Extract<RunnableVerdict, { readonly kind: "refused" }>;

function whyNot(lead: Lead, account: Account): Refused["because"] | null {
  const { path, chain } = lead;
  if (!path.startsWith("/")) {
    return "relative";
  }
  const ancestorsOf = parent(chain.at(-1)?.path ?? asBytes("/"));
  const rules = { owners: [], ancestorsOf, isModeBlind: false };
  const owned = judgeOwnership(chain.map(withoutSystemGroup), account, rules);
  if (owned.kind !== "mine") {
    return owned.kind;
  }
  if (lead.environment !== null) {
    return "environment";
  }
  return lead.project === null ? null : "project";
}

/** Debian's staff, macOS's admin: who is in such a group may change the system anyway. */
const systemGroups = 100;

function withoutSystemGroup({ path, fact }: Component): Component {
  const mode = fact.gid < systemGroups ? fact.mode & ~0o020 : fact.mode;
  return { path, fact: { ...fact, mode } };
}

function mint({ interpreter, variables }: Pick<Runnable, "interpreter" | "variables">): Runnable {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place that mints the brand
  return { interpreter, variables } as Runnable;
}
