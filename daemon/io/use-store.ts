// What `pyguard use` recorded: for a project, the environment elsewhere that is its own. One file each, as for trust.

import { asBytes, type Bytes } from "../core/bytes.ts";
import type { Account, FoundName } from "../core/facts.ts";
import { complainAboutKept } from "../core/judge-kept.ts";
import { basename, join } from "../core/path.ts";
import { sha256 } from "./digest.ts";
import * as plain from "./files.ts";
import { keepIn } from "./keeping.ts";
import { listRecords } from "./list-records.ts";
import { removeFile } from "./remove-file.ts";
import { sealFields, unsealFields } from "./sealed-line.ts";
import type { TrustStore } from "./trust-store.ts";
import { writeBeside } from "./write-beside.ts";

/** Canonical, both. Whether the environment may be entered, its trust says; here is only that it is meant. */
export type Use = { readonly project: Bytes; readonly environment: Bytes };

/** The calls that a look records, or plain ones. */
type Files = Pick<typeof plain, "lstat" | "readBounded" | "list">;

export interface UseStore {
  /** Reads the names once, then finds by project. */
  open: (files?: Files) => Promise<(project: Bytes) => Promise<FoundName | null>>;
  keep: (use: Use) => Promise<void>;
  /** False where there was none, or with an environment given, none of that. */
  forget: (project: Bytes, environment?: Bytes) => Promise<boolean>;
  list: () => Promise<readonly Use[]>;
}

const none = (): Promise<null> => Promise.resolve(null);

/** `directory` is `…/state/pyguard`; it is made when first written to. */
export function createUseStore(state: Bytes, account: Account): UseStore {
  const directory = join(state, "use");
  const keepUse = keepIn(directory, "what is used");
  const fileOf = (project: Bytes): Bytes => join(directory, sha256(project));
  return {
    open: (files = plain) => open({ directory, account, fileOf }, files),
    keep: (use) => keepUse(writeBeside(fileOf(use.project), seal(use))),
    forget: async (project, environment) => {
      const use = await load(fileOf(project), plain, account);
      if (environment !== undefined && use?.environment !== environment) {
        return false;
      }
      return keepUse(removeFile(fileOf(project)));
    },
    list: async () => {
      const paths = await listRecords(directory);
      const uses = await Promise.all(paths.map((path) => load(path, plain, account)));
      return uses.filter((use) => use !== null);
    },
  };
}

type Store = {
  readonly directory: Bytes;
  readonly account: Account;
  readonly fileOf: (project: Bytes) => Bytes;
};

async function open({ directory, account, fileOf }: Store, files: Files) {
  // Most accounts have none: one look tells.
  const home = await files.lstat(directory);
  if (home === null || complainAboutKept(home, "directory", account) !== null) {
    return none;
  }
  const names = new Set((await files.list(directory)) ?? []);
  return async (project: Bytes): Promise<FoundName | null> => {
    const path = fileOf(project);
    if (!names.has(basename(path))) {
      return null;
    }
    const [use, fact] = await Promise.all([load(path, files, account), files.lstat(path)]);
    return use?.project !== project || fact === null
      ? null
      : { name: asBytes(".venv"), fact, used: use.environment };
  };
}

/** Whoever takes back what was said of an environment takes back that it is used, too. */
export function withUses(store: TrustStore, uses: UseStore): TrustStore {
  return {
    ...store,
    refuse: async (pair) => {
      await uses.forget(pair.project, pair.environment);
      await store.refuse(pair);
    },
    forget: async (pair) => {
      const was = await store.forget(pair);
      await uses.forget(pair.project, pair.environment);
      return was;
    },
  };
}

async function load(path: Bytes, files: Files, account: Account): Promise<Use | null> {
  const content = await files.readBounded(path);
  const isOurs = content !== null && complainAboutKept(content.fact, "file", account) === null;
  return isOurs ? unseal(content.bytes) : null;
}

const version = "pyguard-use-1";

function seal({ project, environment }: Use): Bytes {
  return sealFields(version, { project, environment });
}

/** Null for anything that is not exactly what was written. */
function unseal(content: Bytes): Use | null {
  const { project, environment } = unsealFields(version, content) ?? {};
  return project === undefined || environment === undefined ? null : { project, environment };
}
