// Looks once and remembers while every file that was looked at is still the same: a pip command asks many files.

import { lstatSync, statSync, type BigIntStats } from "node:fs";
import { asBytes, toBuffer, type Bytes } from "../../core/bytes.ts";
import { isLocal } from "../../core/mounts.ts";
import { sha256 } from "../digest.ts";
import type { World } from "../world.ts";
import { carryBy, openEyes, type Eyes } from "./eyes.ts";

export interface Memory {
  /** What `look` gives, or gave when the same key was asked and no file has changed since. */
  recall: <T>(key: readonly string[], look: (eyes: Eyes) => Promise<T>) => Promise<T>;
}

type Kept = {
  readonly value: unknown;
  readonly identities: ReadonlyMap<Bytes, string>;
  /** When the files were last known to be at hand. */
  usedAt: number;
};

const keptLimit = 256;
/** A file younger than this may change again without its times telling. */
const youngMs = 20;
/** Longer than that, and a disk may have to be waited for. */
const warmMs = 10 * 60_000;

export function createMemory(openWorld: () => Promise<World>): Memory {
  const kept = new Map<string, Kept>();
  return {
    recall: async <T>(parts: readonly string[], look: (eyes: Eyes) => Promise<T>): Promise<T> => {
      // Digested, because variables may hold secrets.
      const key = sha256(asBytes(JSON.stringify(parts)));
      const known = kept.get(key);
      if (known !== undefined && isGood(known)) {
        known.usedAt = Date.now();
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key is asked with one kind of look only
        return known.value as T;
      }
      kept.delete(key);
      const begin = Date.now();
      const { value, seen, world } = await lookWith(openWorld, look);
      if (seen.every((path) => isLocal(world.mounts.mountOf(path)))) {
        keep(kept, key, { value, seen, begin });
      }
      return value;
    },
  };
}

type Looked<T> = { readonly value: T; readonly seen: readonly Bytes[]; readonly world: World };

async function lookWith<T>(
  openWorld: () => Promise<World>,
  look: (eyes: Eyes) => Promise<T>,
): Promise<Looked<T>> {
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

function keep(kept: Map<string, Kept>, key: string, { value, seen, begin }: Fresh): void {
  const looked = seen.map((path) => [path, statusOf(path)] as const);
  if (looked.some(([, status]) => isYoung(status, begin))) {
    return;
  }
  const [oldest] = kept.keys();
  if (kept.size >= keptLimit && oldest !== undefined) {
    kept.delete(oldest);
  }
  const identities = new Map(looked.map(([path, status]) => [path, renderIdentity(status)]));
  kept.set(key, { value, identities, usedAt: Date.now() });
}

function isGood({ identities, usedAt }: Kept): boolean {
  if (Date.now() - usedAt > warmMs) {
    return false;
  }
  for (const [path, identity] of identities) {
    if (renderIdentity(statusOf(path)) !== identity) {
      return false;
    }
  }
  return true;
}

type Status = { readonly own: BigIntStats | null; readonly target: BigIntStats | null };

/** Microseconds each: only for local files that were looked at a moment ago. */
function statusOf(path: Bytes): Status {
  const own = statusWith(lstatSync, path);
  return { own, target: own?.isSymbolicLink() === true ? statusWith(statSync, path) : own };
}

function statusWith(look: typeof lstatSync, path: Bytes): BigIntStats | null {
  try {
    return look(toBuffer(path), { bigint: true, throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

function isYoung({ own, target }: Status, begin: number): boolean {
  const limit = begin - youngMs;
  return [own, target].some((status) => status !== null && Number(status.ctimeMs) > limit);
}

function renderIdentity({ own, target }: Status): string {
  return [own, target]
    .map((status) =>
      status === null
        ? "-"
        : `${status.dev} ${status.ino} ${status.size} ${status.mtimeNs} ${status.ctimeNs}`,
    )
    .join(" ");
}
