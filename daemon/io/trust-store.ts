// One file per trusted environment and one per refused one, outside every project.

import { asBytes, type Bytes } from "../core/bytes.ts";
import type { Account, FileFact } from "../core/facts.ts";
import { complainAboutKept } from "../core/judge-kept.ts";
import type { Recollection, Unbelieved } from "../core/judge-trust.ts";
import { basename, join } from "../core/path.ts";
import {
  parseTrustRecord,
  renderTrustRecord,
  type Pair,
  type TrustRecord,
} from "../core/trust-record.ts";
import { sha256 } from "./digest.ts";
import * as files from "./files.ts";
import { keepIn } from "./keeping.ts";
import { listRecords } from "./list-records.ts";
import { removeFile } from "./remove-file.ts";
import { sealLine, unsealLine } from "./sealed-line.ts";
import { writeBeside } from "./write-beside.ts";

export type Listed =
  /** `path` is the record's own file. */
  | { readonly kind: "trusted"; readonly path: Bytes; readonly record: TrustRecord }
  | { readonly kind: "refused"; readonly pair: Pair }
  | { readonly kind: "unreadable"; readonly path: Bytes; readonly why: string };

/** The calls that a look records, or plain ones. */
type Files = Pick<typeof files, "lstat" | "readBounded">;

export interface TrustStore {
  recall: (pair: Pair, world: Files) => Promise<Recollection>;
  /** Writes a record; a refusal of the same pair is taken back. Writes nothing where it would not be believed. */
  grant: (record: TrustRecord) => Promise<Unbelieved | null>;
  /** For good: wins over any record while its file exists. */
  refuse: (pair: Pair) => Promise<void>;
  /** Neither trusted nor refused; says what there was. */
  forget: (pair: Pair) => Promise<"trusted" | "refused" | "nothing">;
  list: () => Promise<readonly Listed[]>;
  listPairs: () => Promise<readonly Pair[]>;
}

/** `directory` is `…/state/pyguard`; it is made when first written to. */
export function createTrustStore(directory: Bytes, account: Account): TrustStore {
  const trust = join(directory, "trust");
  const deny = join(directory, "deny");
  const keepTrust = keepIn(trust, "the trust");
  const keepRefusal = keepIn(deny, "the refusal");
  const list = async (): Promise<readonly Listed[]> => [
    ...(await listTrusted(trust, account)),
    ...(await listRefused(deny)),
  ];
  return {
    recall: (pair, world) => recall(pair, { trust, deny, account }, world),
    grant: async (record) => {
      const home = await files.lstat(trust);
      // Into what is no directory nothing is written anyway.
      const isHome = home?.type === "directory" || home?.type === "link";
      const unbelieved = isHome ? judgeHome(trust, home, account) : null;
      if (unbelieved === null) {
        const pair = pairOf(record);
        const line = sealLine(renderTrustRecord(record));
        // A refusal that stays wins over any trust, and whoever is told so finds nothing changed.
        await keepRefusal(removeFile(join(deny, keyOf(pair))));
        await keepTrust(writeBeside(join(trust, keyOf(pair)), line));
      }
      return unbelieved;
    },
    refuse: async (pair) => {
      const line = asBytes(`${JSON.stringify(pair)}\n`);
      await keepRefusal(writeBeside(join(deny, keyOf(pair)), line));
      await keepTrust(removeFile(join(trust, keyOf(pair))));
    },
    forget: async (pair) => {
      const wasRefused = await keepRefusal(removeFile(join(deny, keyOf(pair))));
      const wasTrusted = await keepTrust(removeFile(join(trust, keyOf(pair))));
      return wasRefused ? "refused" : wasTrusted ? "trusted" : "nothing";
    },
    list,
    listPairs: async () => (await list()).flatMap(toPair),
  };
}

/** sha256 of the environment's path, NUL, the project's. */
function keyOf({ environment, project }: Pair): string {
  return sha256(environment, asBytes("\0"), project);
}

/** What a record is of: as its project names it. */
export function pairOf(record: TrustRecord): Pair {
  return { environment: record.named, project: record.project };
}

type Store = { readonly trust: Bytes; readonly deny: Bytes; readonly account: Account };

async function recall(pair: Pair, store: Store, world: Files): Promise<Recollection> {
  const path = join(store.trust, keyOf(pair));
  const [denied, fact, home] = await Promise.all([
    world.lstat(join(store.deny, keyOf(pair))),
    world.lstat(path),
    world.lstat(store.trust),
  ]);
  if (denied !== null) {
    return { kind: "denied" };
  }
  if (fact === null || home === null) {
    return { kind: "none" };
  }
  const unbelieved = judgeHome(store.trust, home, store.account);
  if (unbelieved !== null) {
    return unbelieved;
  }
  const record = await load(path, world, store.account);
  return typeof record === "string"
    ? { kind: "unreadable", path, why: record, remedy: "trust" }
    : { kind: "record", record };
}

/** Null where what is kept in the directory can be believed. */
function judgeHome(path: Bytes, fact: FileFact, account: Account): Unbelieved | null {
  const why = complainAboutKept(fact, "directory", account);
  const isOwn = fact.type === "directory" && fact.uid === account.uid;
  return why === null ? null : { kind: "unreadable", path, why, remedy: isOwn ? "close" : "look" };
}

/** Reads a record, or says why it cannot be believed. */
async function load(path: Bytes, world: Files, account: Account): Promise<TrustRecord | string> {
  const content = await world.readBounded(path);
  if (content === null) {
    return "cannot be read";
  }
  return complainAboutKept(content.fact, "file", account) ?? parse(content.bytes, path);
}

/** A record that was moved to another's name is as good as none. */
function parse(content: Bytes, path: Bytes): TrustRecord | string {
  const record = unseal(content);
  const isOwn = record !== null && keyOf(pairOf(record)) === basename(path);
  return isOwn ? record : "is damaged";
}

/** Null for anything that is not exactly what was written. */
export function unseal(content: Bytes): TrustRecord | null {
  const line = unsealLine(content);
  return line === null ? null : parseTrustRecord(line);
}

async function listTrusted(directory: Bytes, account: Account): Promise<readonly Listed[]> {
  const result: Listed[] = [];
  for (const path of await listRecords(directory)) {
    const record = await load(path, files, account);
    result.push(
      typeof record === "string"
        ? { kind: "unreadable", path, why: record }
        : { kind: "trusted", path, record },
    );
  }
  return result;
}

/** What it was said of; nothing where that cannot be read. */
export function toPair(listed: Listed): readonly Pair[] {
  switch (listed.kind) {
    case "trusted":
      return [pairOf(listed.record)];
    case "refused":
      return [listed.pair];
    case "unreadable":
      return [];
  }
}

async function listRefused(directory: Bytes): Promise<readonly Listed[]> {
  const result: Listed[] = [];
  for (const path of await listRecords(directory)) {
    const pair = parsePair((await files.readBounded(path))?.bytes ?? asBytes(""));
    result.push(
      pair === null
        ? { kind: "unreadable", path, why: "is damaged, and still refuses what it was made for" }
        : { kind: "refused", pair },
    );
  }
  return result;
}

function parsePair(content: Bytes): Pair | null {
  const match = /^\{"environment":("(?:[^"\\]|\\.)*"),"project":("(?:[^"\\]|\\.)*")\}\n$/.exec(
    content,
  );
  if (match === null) {
    return null;
  }
  try {
    const [environment, project] = [match[1] ?? "", match[2] ?? ""].map(unquote);
    return environment === undefined || project === undefined ? null : { environment, project };
  } catch {
    return null;
  }
}

function unquote(json: string): Bytes {
  return asBytes(String(JSON.parse(json)));
}
