// Who runs this, what others are called, and whether the account's group is its alone (zsh's compaudit).

import { readFileSync, realpathSync } from "node:fs";
import { asBytes, fromBuffer, split, toBuffer, toText, type Bytes } from "../core/bytes.ts";
import type { Account } from "../core/facts.ts";
import { isWithin } from "../core/path.ts";
import { showName } from "../core/show-name.ts";

export type Ids = { readonly uid: number; readonly gid: number };

/** Reads the local account files; `home` is what HOME says. Done once, at the start. */
export function readAccount(ids: Ids, home: Bytes): Account {
  const users = readUsers();
  const own = users.find((user) => user.uid === ids.uid);
  const homes = [home, own?.home ?? home].filter((path) => path.startsWith("/") && path !== "/");
  return {
    ...ids,
    hasPrivateGroup: own !== undefined && isPrivate(own, users),
    homes: [...new Set([...homes, ...homes.map(canonical)])],
  };
}

type User = {
  readonly name: Bytes;
  readonly uid: number;
  readonly gid: number;
  readonly home: Bytes;
};

/** The group is named like the account, has no other member, and is nobody else's first group. */
function isPrivate(own: User, users: readonly User[]): boolean {
  const group = readTable("/etc/group").find((fields) => Number(fields[2]) === own.gid);
  if (group === undefined || group[0] !== own.name) {
    return false;
  }
  const others = split(group[3] ?? asBytes(""), ",").filter(
    (name) => name !== "" && name !== own.name,
  );
  return others.length === 0 && users.every((user) => user.gid !== own.gid || user.uid === own.uid);
}

/** For messages: the name in /etc/passwd, filtered, else the number. */
export function userName(uid: number): string {
  const user = readUsers().find((each) => each.uid === uid);
  return user === undefined ? `user ${uid}` : toText(showName(user.name));
}

export function groupName(gid: number): string {
  const group = readTable("/etc/group").find((fields) => Number(fields[2]) === gid);
  return group === undefined ? String(gid) : toText(showName(group[0] ?? asBytes("")));
}

function readUsers(): readonly User[] {
  return readTable("/etc/passwd").map(([name, , uid, gid, , home]) => ({
    name: name ?? asBytes(""),
    uid: Number(uid),
    gid: Number(gid),
    home: home ?? asBytes(""),
  }));
}

function readTable(path: string): readonly (readonly Bytes[])[] {
  try {
    return split(fromBuffer(readFileSync(path)), "\n").map((line) => split(line, ":"));
  } catch {
    return [];
  }
}

function canonical(path: Bytes): Bytes {
  try {
    const real = fromBuffer(realpathSync.native(toBuffer(path), "buffer"));
    return isWithin(real, asBytes("/")) && real !== "/" ? real : path;
  } catch {
    return path;
  }
}
