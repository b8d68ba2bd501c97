// Looks once and remembers while every file that was looked at is still the same: a pip command asks many files.

import { asBytes, toBuffer, type Bytes } from "../../core/bytes.ts";
import { isLocal } from "../../core/mounts.ts";
import { sha256 } from "../digest.ts";
import { isSame, lstatNow, statNow, toIdentity, type Identity } from "../recheck.ts";
import type { World } from "../world.ts";
import { carryBy, openEyes, type Eyes } from "./eyes.ts";

/** What `look` gives, or gave when the same key was asked and no file has changed since. */
export type Recall = <T>(key: readonly string[], look: (eyes: Eyes) => Promise<T>) => Promise<T>;

/** A conclusion from looks: `recall` is for those that can be remembered, `other` is called for each that cannot. */
export type Conclude<T> = (recall: Recall, other: () => void) => Promise<T>;

type Kept = {
  readonly value: unknown;
  readonly looked: readonly Looked[];
  /** When the files were last known to be at hand. */
  usedAt: number;
};

type Whole = { readonly value: unknown; readonly looks: readonly Kept[] };

const keptLimit = 256;
/** A file younger than this may change again without its times telling. */
const youngMs = 20;
/** Longer than that, and a disk may have to be waited for. */
const warmMs = 10 * 60_000;

export class Memory {
  readonly #openWorld: () => Promise<World>;
  readonly #kept = new Map<string, Kept>();
  readonly #wholes = new Map<string, Whole>();

  constructor(openWorld: () => Promise<World>) {
    this.#openWorld = openWorld;
  }

  readonly recall: Recall = (key, look) => this.#recall(key, look, () => {});

  /** The same for what looks lead to, while all of them are good. Kept only where `isLasting`. */
  async recallWhole<T>(
    parts: readonly string[],
    conclude: Conclude<T>,
    isLasting: (value: T) => boolean,
  ): Promise<T> {
    const key = digest(parts);
    const known = this.#wholes.get(key);
    if (known?.looks.every(isGood) === true) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key leads to one kind of conclusion only
      return known.value as T;
    }
    this.#wholes.delete(key);
    const looks: (Kept | null)[] = [];
    const note = (look: Kept | null): void => {
      looks.push(look);
    };
    const value = await conclude(
      (own, look) => this.#recall(own, look, note),
      () => note(null),
    );
    const good = looks.filter((look) => look !== null);
    if (good.length === looks.length && isLasting(value)) {
      put(this.#wholes, key, { value, looks: good });
    }
    return value;
  }

  async #recall<T>(
    parts: readonly string[],
    look: (eyes: Eyes) => Promise<T>,
    note: (kept: Kept | null) => void,
  ): Promise<T> {
    const key = digest(parts);
    const known = this.#kept.get(key);
    if (known !== undefined && isGood(known)) {
      note(known);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key is asked with one kind of look only
      return known.value as T;
    }
    this.#kept.delete(key);
    const begin = Date.now();
    const { value, seen, world } = await lookWith(this.#openWorld, look);
    const isNear = seen.every((path) => isLocal(world.mounts.mountOf(path)));
    const fresh = isNear ? describe({ value, seen, begin }) : null;
    if (fresh !== null) {
      put(this.#kept, key, fresh);
    }
    note(fresh);
    return value;
  }
}

/** Digested, because variables may hold secrets. */
function digest(parts: readonly string[]): string {
  return sha256(asBytes(JSON.stringify(parts)));
}

function put<T>(map: Map<string, T>, key: string, value: T): void {
  const [oldest] = map.keys();
  if (map.size >= keptLimit && oldest !== undefined) {
    map.delete(oldest);
  }
  map.set(key, value);
}

type Seen<T> = { readonly value: T; readonly seen: readonly Bytes[]; readonly world: World };

async function lookWith<T>(
  openWorld: () => Promise<World>,
  look: (eyes: Eyes) => Promise<T>,
): Promise<Seen<T>> {
  const world = await openWorld();
  const seen = new Set<Bytes>();
  const carry = carryBy(world);
  const eyes = openEyes((path, call) => {
    seen.add(path);
    return carry(path, call);
  });
  return { value: await look(eyes), seen: [...seen], world };
}

type Fresh = { readonly value: unknown; readonly seen: readonly Bytes[]; readonly begin: number };

/** Null where a file may change again without its times telling. */
function describe({ value, seen, begin }: Fresh): Kept | null {
  const looked = seen.map((path) => lookAgain(toBuffer(path)));
  return looked.some((each) => isYoung(each, begin)) ? null : { value, looked, usedAt: Date.now() };
}

function isGood(kept: Kept): boolean {
  const now = Date.now();
  if (now - kept.usedAt > warmMs) {
    return false;
  }
  if (!kept.looked.every(isUnchanged)) {
    return false;
  }
  kept.usedAt = now;
  return true;
}

/** A path, who stood there, and behind a link who that led to. */
type Looked = {
  readonly path: Buffer;
  readonly own: Identity | null;
  readonly target: Identity | null;
};

function lookAgain(path: Buffer): Looked {
  const own = lstatNow(path);
  const target = own?.isSymbolicLink() === true ? statNow(path) : null;
  return { path, own: toIdentity(own), target: toIdentity(target) };
}

function isUnchanged({ path, own, target }: Looked): boolean {
  const now = lstatNow(path);
  return isSame(now, own) && (now?.isSymbolicLink() !== true || isSame(statNow(path), target));
}

function isYoung({ own, target }: Looked, begin: number): boolean {
  const limit = BigInt(begin - youngMs) * 1_000_000n;
  return [own, target].some((identity) => identity !== null && identity.changed > limit);
}
