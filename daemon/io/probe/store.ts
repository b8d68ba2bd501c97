// Answers of interpreters, kept for the next daemon: one small file each, believed only when everything about it fits.

import { utimes, unlink } from "node:fs/promises";
import { asBytes, toBuffer, type Bytes } from "../../core/bytes.ts";
import type { Account } from "../../core/facts.ts";
import { toInterpreter, type Interpreter } from "../../core/interpreter.ts";
import { complainAboutKept } from "../../core/judge-kept.ts";
import { join } from "../../core/path.ts";
import * as files from "../files.ts";
import { sealLine, unsealLine } from "../sealed-line.ts";
import { writeBeside } from "../write-beside.ts";

/** Which interpreter, asked with which variables, on which machine: a text, digested. */
export type Key = string;

export type Kept = {
  /** The digest of everything that the answer rests on. */
  readonly identity: string;
  readonly interpreter: Interpreter;
};

export interface ProbeStore {
  /** Null where there is none, or none that can be believed. Never throws. */
  load: (key: Key) => Promise<Kept | null>;
  /** Never throws: what is not kept is asked again. */
  keep: (key: Key, kept: Kept) => Promise<void>;
}

export type StoreOptions = {
  /** `…/cache/pyguard`; made when first written to. */
  readonly directory: Bytes;
  readonly account: Account;
  readonly debug: (line: string) => void;
};

const version = "pyguard-probe-1";
const sizeLimit = 32 * 1024;
export const countLimit = 512;
/** A file beside its name that is older was left by somebody who died writing it. */
const strayNs = 3_600_000_000_000n;

export function createProbeStore(options: StoreOptions): ProbeStore {
  const { directory, debug } = options;
  const pathOf = (key: Key): Bytes => join(directory, `probe-${key.slice(0, 32)}`);
  const guard = async <T>(path: Bytes, call: () => Promise<T>): Promise<T | null> => {
    try {
      return await call();
    } catch (error) {
      debug(`${path}: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  };
  return {
    load: (key) => guard(pathOf(key), () => load(key, pathOf(key), options)),
    keep: async (key, kept) => {
      await guard(pathOf(key), () => keep(key, pathOf(key), { kept, ...options }));
    },
  };
}

async function load(key: Key, path: Bytes, options: StoreOptions): Promise<Kept | null> {
  const { directory, account, debug } = options;
  const content = await files.readBounded(path);
  if (content === null) {
    if ((await files.lstat(path)) !== null) {
      debug(`${path}: is no small file, and is not read`);
    }
    return null;
  }
  const place = await files.lstat(directory);
  const why =
    (place === null ? "is gone" : complainAboutKept(place, "directory", account)) ??
    complainAboutKept(content.fact, "file", account) ??
    readVersion(content);
  const kept = why === null ? unseal(content.bytes, key) : null;
  if (kept === null) {
    debug(`${path}: ${why ?? "is damaged"}, and is not believed`);
    return null;
  }
  // The oldest go first when there are too many: what is used is not old.
  await utimes(toBuffer(path), new Date(), new Date());
  return kept;
}

function readVersion({ bytes }: files.Content): string | null {
  const found = /^\{"version":"(pyguard-probe-\d+)"/.exec(bytes)?.[1];
  return found === undefined || found === version ? null : `is of another version (${found})`;
}

async function keep(
  key: Key,
  path: Bytes,
  { kept, directory }: StoreOptions & { readonly kept: Kept },
): Promise<void> {
  const content = seal(key, kept);
  if (content.length > sizeLimit) {
    return;
  }
  const isNew = (await files.lstat(path)) === null;
  await writeBeside(path, content);
  if (isNew) {
    await sweep(directory);
  }
}

export function seal(key: Key, { identity, interpreter }: Kept): Bytes {
  return sealLine(asBytes(JSON.stringify({ version, key, identity, interpreter })));
}

/** Null for anything that is not exactly what was written, for this key. */
export function unseal(content: Bytes, key: Key): Kept | null {
  const line = unsealLine(content);
  return line === null ? null : parse(line, key);
}

function parse(line: Bytes, key: Key): Kept | null {
  const value: unknown = JSON.parse(line);
  if (typeof value !== "object" || value === null) {
    return null;
  }
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const interpreter = toInterpreter(fields["interpreter"]);
  const { identity } = fields;
  const isOurs = fields["version"] === version && fields["key"] === key;
  return isOurs && interpreter !== null && typeof identity === "string"
    ? { identity, interpreter }
    : null;
}

/** Never more files than the limit, and none that a writer left half-done. */
async function sweep(directory: Bytes): Promise<void> {
  const names = (await files.list(directory)) ?? [];
  const own = names.filter((name) => /^probe-[0-9a-f]{32}(\.\d+\.[0-9a-f]+)?$/.test(name));
  const facts = await Promise.all(own.map((name) => files.lstat(join(directory, name))));
  const dated = own.flatMap((name, index) => {
    const modified = facts[index]?.modified;
    return modified === undefined ? [] : [{ name, modified }];
  });
  const now = BigInt(Date.now()) * 1_000_000n;
  const strays = dated.filter(
    ({ name, modified }) => name.includes(".") && modified < now - strayNs,
  );
  const whole = dated
    .filter(({ name }) => !name.includes("."))
    .toSorted((one, other) => (one.modified < other.modified ? -1 : 1));
  const excess = whole.slice(0, Math.max(0, whole.length - countLimit));
  for (const { name } of [...strays, ...excess]) {
    await unlink(toBuffer(join(directory, name)));
  }
}
