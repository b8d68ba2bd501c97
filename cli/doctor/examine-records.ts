// What is kept about trust: records that nobody can believe, and who could have written them.

import { asBytes, toText, type Bytes } from "../../daemon/core/bytes.ts";
import { closing } from "../../daemon/core/closing.ts";
import { join } from "../../daemon/core/path.ts";
import { stateDirectory } from "../../daemon/core/own-directories.ts";
import { lstat } from "../../daemon/io/files.ts";
import type { Listed } from "../../daemon/io/trust-store.ts";
import { spell, type Desk } from "./desk.ts";
import type { Finding } from "./finding.ts";

/** The directories first: what is wrong with them explains what is wrong in them. */
export async function examineRecords(
  listed: readonly Listed[],
  desk: Desk,
): Promise<readonly Finding[]> {
  const unreadable = listed.filter((each) => each.kind === "unreadable");
  const files = await Promise.all(unreadable.map((each) => describeRecord(each, desk)));
  const state = stateDirectory(desk.context);
  const directories = ["trust", "deny"].map((name) => join(state, name));
  const shut = await Promise.all([state, ...directories].map((path) => examineShut(path, desk)));
  const spoiled = await Promise.all(directories.map((path) => examineDirectory(path, desk)));
  return [...shut.flat(), ...spoiled.flat(), ...files];
}

type Unreadable = Extract<Listed, { readonly kind: "unreadable" }>;

async function describeRecord({ path, why }: Unreadable, desk: Desk): Promise<Finding> {
  const isDirectory = (await lstat(path))?.type === "directory";
  return {
    id: "trust-record",
    what: `a record of what is trusted ${why}, so it counts for nothing`,
    where: toText(path),
    mend: spell(desk, ...["rm", isDirectory ? "-rf" : "-f", "--"].map(asBytes), path),
  };
}

/** Their owner took them from themselves. */
async function examineShut(path: Bytes, desk: Desk): Promise<readonly Finding[]> {
  const fact = await lstat(path);
  const isOwn = fact?.type === "directory" && fact.uid === process.geteuid?.();
  if (!isOwn || (fact.mode & 0o700) === 0o700) {
    return [];
  }
  return [
    {
      id: "trust-record",
      what: "you may not read and write where it is kept what is trusted",
      where: toText(path),
      mend: spell(desk, ...["chmod", "u+rwx"].map(asBytes), path),
    },
  ];
}

async function examineDirectory(path: Bytes, desk: Desk): Promise<readonly Finding[]> {
  const fact = await lstat(path);
  const own = process.geteuid?.() ?? -1;
  if (fact !== null && fact.type !== "directory") {
    return [
      {
        id: "trust-record",
        what: "where it is kept what is trusted is no directory, so nothing can be kept",
        where: toText(path),
        mend: spell(desk, ...["rm", "-f", "--"].map(asBytes), path),
      },
    ];
  }
  if (fact === null || (fact.uid === own && (fact.mode & 0o022) === 0)) {
    return [];
  }
  const isForeign = fact.uid !== own;
  return [
    {
      id: "trust-record",
      what: isForeign
        ? `what is trusted is kept in a directory of somebody else's (uid ${fact.uid})`
        : "others can write where it is kept what is trusted, so nothing there is believed",
      where: toText(path),
      mend: spell(
        desk,
        ...(isForeign ? [...["rm", "-rf", "--"].map(asBytes), path] : closing([path])),
      ),
    },
  ];
}
