// passwd(5) and group(5), from files or from getent: names for numbers, and whose group is whose alone.

import { asBytes, split, type Bytes } from "./bytes.ts";

export type User = {
  readonly name: Bytes;
  readonly uid: number;
  readonly gid: number;
  readonly home: Bytes;
};

export type Group = {
  readonly name: Bytes;
  readonly gid: number;
  readonly members: readonly Bytes[];
};

/** Lines that are none give numbers that are NaN, and match nobody. */
export function parseUsers(passwd: Bytes): readonly User[] {
  return rows(passwd).map(([name, , uid, gid, , home]) => ({
    name: name ?? nothing,
    uid: Number(uid),
    gid: Number(gid),
    home: home ?? nothing,
  }));
}

/** The same of group(5). */
export function parseGroups(group: Bytes): readonly Group[] {
  return rows(group).map(([name, , gid, members]) => ({
    name: name ?? nothing,
    gid: Number(gid),
    members: split(members ?? nothing, ",").filter((member) => member !== ""),
  }));
}

/** zsh's rule (compaudit): named like the account, without another member, and nobody else's first group. */
export function isPrivateGroup(
  own: User | undefined,
  users: readonly User[],
  groups: readonly Group[],
): boolean {
  const group = groups.find(({ gid }) => gid === own?.gid);
  if (own === undefined || group === undefined || group.name !== own.name) {
    return false;
  }
  return (
    group.members.every((member) => member === own.name) &&
    users.every((user) => user.gid !== own.gid || user.uid === own.uid)
  );
}

const nothing = asBytes("");

function rows(table: Bytes): readonly (readonly Bytes[])[] {
  return split(table, "\n")
    .filter((line) => line !== "")
    .map((line) => split(line, ":"));
}
