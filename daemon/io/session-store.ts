// Trust that lasts as long as a shell: kept in the runtime directory under the shell's life, gone with either.

import { readdir, rm } from "node:fs/promises";
import { asBytes, fromText, toBuffer, type Bytes } from "../core/bytes.ts";
import type { Account } from "../core/facts.ts";
import { join } from "../core/path.ts";
import type { Pair, TrustRecord } from "../core/trust-record.ts";
import * as files from "./files.ts";
import { startOf } from "./process-life.ts";
import { readProcessStat } from "./process-stat.ts";
import { createTrustStore, type TrustStore } from "./trust-store.ts";

export interface SessionStore {
  /** For this shell and those that are started in it. False where the shell is gone, or nothing can be kept. */
  remember: (pid: number, record: TrustRecord) => Promise<boolean>;
  recall: (pid: number, pair: Pair) => Promise<TrustRecord | null>;
  forget: (pid: number) => Promise<void>;
}

/** A shell in a shell in a terminal in an editor; further up nobody looks. */
const generations = 8;

/** `directory` is the runtime directory; without one nothing is kept. */
export function createSessionStore(directory: Bytes | null, account: Account): SessionStore {
  if (directory === null) {
    return {
      remember: () => Promise.resolve(false),
      recall: () => Promise.resolve(null),
      forget: () => Promise.resolve(),
    };
  }
  const sessions = join(directory, "session");
  const storeOf = (life: string): TrustStore =>
    createTrustStore(join(sessions, asBytes(life)), account);
  return {
    remember: async (pid, record) => {
      const life = lifeOf(pid);
      await sweep(sessions);
      return life !== null && (await storeOf(life).grant(record)) === null;
    },
    recall: async (pid, pair) => {
      if ((await files.lstat(sessions)) === null) {
        return null;
      }
      for (const life of livesFrom(pid)) {
        const found = await storeOf(life).recall(pair, files);
        if (found.kind === "record") {
          return found.record;
        }
      }
      return null;
    },
    forget: async (pid) => {
      const life = lifeOf(pid);
      if (life !== null && (await files.lstat(sessions)) !== null) {
        await remove(sessions, life);
      }
    },
  };
}

function lifeOf(pid: number): string | null {
  const start = pid > 1 ? startOf(pid) : null;
  return start === null ? null : `${pid}.${start}`;
}

/** The shell's own life and those above it. */
function livesFrom(pid: number): readonly string[] {
  const lives: string[] = [];
  let each: number | null = pid;
  for (let count = 0; count < generations && each !== null; count += 1) {
    const life = lifeOf(each);
    if (life !== null) {
      lives.push(life);
    }
    each = parentOf(each);
  }
  return lives;
}

/** Null for the first of all, and where the system does not tell. */
function parentOf(pid: number): number | null {
  const parent = readProcessStat(pid)?.parent ?? 0;
  return parent > 1 ? parent : null;
}

/** What shells that are gone left behind. */
async function sweep(sessions: Bytes): Promise<void> {
  const names = (await readdir(toBuffer(sessions)).catch(() => [])).filter(
    (name) => lifeOf(Number(name.split(".", 1)[0])) !== name,
  );
  await Promise.all(names.map((name) => remove(sessions, name)));
}

async function remove(sessions: Bytes, name: string): Promise<void> {
  await rm(toBuffer(join(sessions, fromText(name))), { recursive: true, force: true }).catch(
    () => {},
  );
}
