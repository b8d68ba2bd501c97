// What was trusted, in enough detail to notice that something else stands there now.

import { asBytes, type Bytes } from "./bytes.ts";

/** How somebody came to trust it. */
export type Consent = "explicit" | "created" | "witnessed" | "activated" | "found";

/** An inode and when it was born: a directory made anew gets the old inode, never the old birth. */
export type Identity = { readonly inode: string; readonly birth: string };

export type TrustRecord = {
  /** The environment as the project names it; with `project` the key of the record. */
  readonly named: Bytes;
  /** Canonical, as is `project`. */
  readonly path: Bytes;
  readonly project: Bytes;
  readonly uid: number;
  readonly directory: Identity;
  readonly bin: Identity;
  /** sha256 of pyvenv.cfg. */
  readonly cfg: string;
  /** Where bin/python leads. */
  readonly python: Bytes;
  /** sha256 of the `.venv` file, or of what the link says; empty for a directory. */
  readonly redirect: string;
  /** Owners besides root and the account that were named and accepted. */
  readonly owners: readonly number[];
  /** Core command names in `bin` that were named and accepted. */
  readonly shadows: readonly string[];
  readonly how: Consent;
  /** Seconds since 1970; for people, nothing depends on it. */
  readonly when: number;
  /** Only until this boot ends, for removable media; empty for good. */
  readonly boot: string;
};

/** What a record is found by: the environment as the project names it, and the canonical project. */
export type Pair = { readonly environment: Bytes; readonly project: Bytes };

const version = "pyguard-trust-1";

/** One line of JSON, a byte a character: paths stand in it as they are on disk. */
export function renderTrustRecord(record: TrustRecord): Bytes {
  return asBytes(JSON.stringify({ version, ...record }));
}

/** Null for anything that is not exactly a record. Never throws. */
export function parseTrustRecord(line: Bytes): TrustRecord | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  return isFields(value) && value["version"] === version ? toRecord(value) : null;
}

type Fields = Readonly<Record<string, unknown>>;

function toRecord(fields: Fields): TrustRecord | null {
  const paths = toPaths(fields);
  const texts = toTexts(fields);
  const directory = toIdentity(fields["directory"]);
  const bin = toIdentity(fields["bin"]);
  const numbers = toNumbers(fields);
  const lists = toLists(fields);
  if (paths === null || directory === null || bin === null || numbers === null) {
    return null;
  }
  return lists === null || texts === null
    ? null
    : { ...paths, ...texts, directory, bin, ...numbers, ...lists };
}

type Paths = Pick<TrustRecord, "named" | "path" | "project" | "python">;

function toPaths({ named, path, project, python }: Fields): Paths | null {
  const areAll = isPath(named) && isPath(path) && isPath(project) && isPath(python);
  return areAll ? { named, path, project, python } : null;
}

type Texts = Pick<TrustRecord, "cfg" | "redirect" | "boot" | "how">;

function toTexts({ cfg, redirect, boot, how }: Fields): Texts | null {
  if (!isDigest(cfg) || !isRedirect(redirect)) {
    return null;
  }
  return isText(boot) && isConsent(how) ? { cfg, redirect, boot, how } : null;
}

function toNumbers({ uid, when }: Fields): Pick<TrustRecord, "uid" | "when"> | null {
  return isWhole(uid) && isWhole(when) ? { uid, when } : null;
}

function toLists({ owners, shadows }: Fields): Pick<TrustRecord, "owners" | "shadows"> | null {
  if (!Array.isArray(owners) || !Array.isArray(shadows)) {
    return null;
  }
  return owners.every(isWhole) && shadows.every(isText) ? { owners, shadows } : null;
}

function toIdentity(value: unknown): Identity | null {
  if (!isFields(value)) {
    return null;
  }
  const { inode, birth } = value;
  return isNumeral(inode) && isNumeral(birth) ? { inode, birth } : null;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isPath(value: unknown): value is Bytes {
  return isText(value) && value.startsWith("/");
}

function isDigest(value: unknown): value is string {
  return isText(value) && /^[0-9a-f]{64}$/.test(value);
}

function isRedirect(value: unknown): value is string {
  return value === "" || isDigest(value);
}

function isNumeral(value: unknown): value is string {
  return isText(value) && /^-?\d{1,40}$/.test(value);
}

function isWhole(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isConsent(value: unknown): value is Consent {
  return (
    isText(value) && ["explicit", "created", "witnessed", "activated", "found"].includes(value)
  );
}
