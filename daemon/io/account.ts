// Who runs this, what others are called, and whether the account's group is its alone.

import { readFileSync, realpathSync } from "node:fs";
import { asBytes, fromBuffer, fromText, toBuffer, toText, type Bytes } from "../core/bytes.ts";
import type { Account } from "../core/facts.ts";
import { isPrivateGroup, parseGroups, parseUsers } from "../core/parse-accounts.ts";
import { showName } from "../core/show-name.ts";
import { run } from "./run.ts";

export type Ids = { readonly uid: number; readonly gid: number };

export type KnownAccount = {
  readonly account: Account;
  /** Resolves when a directory service, if the account comes from one, has been asked about its group. */
  readonly settled: () => Promise<void>;
};

/** Reads the local account files at once; `home` is what HOME says. */
export function readAccount(ids: Ids, home: Bytes): KnownAccount {
  const users = parseUsers(readTable("/etc/passwd"));
  const groups = parseGroups(readTable("/etc/group"));
  const own = users.find((user) => user.uid === ids.uid);
  const isLocal = own !== undefined && groups.some(({ gid }) => gid === own.gid);
  let hasPrivateGroup = isPrivateGroup(own, users, groups);
  let asking: Promise<void> | null = null;
  const ask = async (): Promise<void> => {
    hasPrivateGroup = await askDirectoryService(ids);
  };
  return {
    account: {
      uid: ids.uid,
      // After `newgrp` and `sg` the process has a group that others are in.
      gid: own?.gid ?? ids.gid,
      get hasPrivateGroup() {
        return hasPrivateGroup;
      },
      homes: listHomes([home, own?.home ?? home]),
    },
    settled: async () => {
      if (!isLocal) {
        asking ??= ask();
        await asking;
      }
    },
  };
}

function listHomes(paths: readonly Bytes[]): readonly Bytes[] {
  const homes = paths.filter((path) => /^\/./.test(path));
  return [...new Set([...homes, ...homes.map(canonical)])];
}

const limitMs = 500;

/** LDAP and the like, as the C library would ask them. */
async function askDirectoryService({ uid, gid }: Ids): Promise<boolean> {
  const [passwd, group] = await Promise.all([getent("passwd", uid), getent("group", gid)]);
  const users = parseUsers(passwd);
  const own = users.find((user) => user.uid === uid && user.gid === gid);
  return isPrivateGroup(own, users, parseGroups(group));
}

async function getent(database: string, id: number): Promise<Bytes> {
  const ran = await run({
    file: asBytes("/usr/bin/getent"),
    arguments: [database, String(id)].map(asBytes),
    directory: asBytes("/"),
    environment: new Map(),
    limitMs,
  });
  return ran.kind === "ended" ? fromText(ran.output) : asBytes("");
}

/** For messages: the name in /etc/passwd, filtered, else the number. */
export function userName(uid: number): string {
  const user = parseUsers(readTable("/etc/passwd")).find((each) => each.uid === uid);
  return user === undefined ? `user ${uid}` : toText(showName(user.name));
}

/** The number of a local account's name. */
export function userId(name: Bytes): number | null {
  return parseUsers(readTable("/etc/passwd")).find((user) => user.name === name)?.uid ?? null;
}

export function groupName(gid: number): string {
  const group = parseGroups(readTable("/etc/group")).find((each) => each.gid === gid);
  return group === undefined ? String(gid) : toText(showName(group.name));
}

function readTable(path: string): Bytes {
  try {
    return fromBuffer(readFileSync(path));
  } catch {
    return asBytes("");
  }
}

function canonical(path: Bytes): Bytes {
  try {
    const real = fromBuffer(realpathSync.native(toBuffer(path), "buffer"));
    return real === "/" ? path : real;
  } catch {
    return path;
  }
}
