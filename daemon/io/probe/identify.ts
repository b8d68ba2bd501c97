// What an interpreter's answer rests on, as a text that differs when one of these files does.

import { asBytes, type Bytes } from "../../core/bytes.ts";
import type { FileFact } from "../../core/facts.ts";
import { join, parent } from "../../core/path.ts";
import { sha256 } from "../digest.ts";
import { youngNs } from "../files.ts";
import type { World } from "../world.ts";
import { followLinks } from "./links.ts";

export type Identity = {
  readonly digest: string;
  /** The latest change of any of the files, in nanoseconds since 1970. */
  readonly newest: bigint;
};

/**
 * The links and the file behind them, pyvenv.cfg where Python looks for it, and of the standard library, once it is
 * known, what tells that it is there and who manages it. Null where the interpreter's path leads nowhere.
 */
export async function identify(
  world: World,
  interpreter: Bytes,
  stdlib: Bytes,
): Promise<Identity | null> {
  const links = await followLinks(world, interpreter);
  const last = links?.at(-1);
  if (links === null || last?.fact.type !== "file") {
    return null;
  }
  const beside = parent(interpreter);
  const seen = await Promise.all([
    ...[beside, parent(beside)].map((place) => see(world, join(place, "pyvenv.cfg"))),
    ...(stdlib === "" ? [] : seeLibrary(world, stdlib)),
  ]);
  const parts = [
    ...links.map(({ path, fact }) => `${path} ${renderFact(fact)}`),
    ...seen.map(({ text }) => text),
  ];
  const facts = [...links.map(({ fact }) => fact), ...seen.flatMap(({ fact }) => fact ?? [])];
  return {
    digest: sha256(asBytes(parts.join("\n"))),
    newest: facts.map(latest).reduce((one, other) => (one > other ? one : other)),
  };
}

/** Whether all were so old then (milliseconds since 1970) that a later change must show in their times. */
export function wasSettled({ newest }: Identity, thenMs: number): boolean {
  return newest < BigInt(thenMs) * 1_000_000n - youngNs;
}

function latest({ changed, modified }: FileFact): bigint {
  return changed > modified ? changed : modified;
}

type Seen = { readonly fact: FileFact | null; readonly text: string };

/** Its contents count: a file may be written again with the times it had. */
async function see(world: World, path: Bytes): Promise<Seen> {
  const fact = await world.lstat(path);
  if (fact === null) {
    return { fact, text: "-" };
  }
  const real = fact.type === "link" ? await world.realpath(path) : path;
  const content = real === null ? null : await world.readBounded(real);
  const digest = content === null ? "unread" : sha256(content.bytes);
  return { fact: content?.fact ?? fact, text: `${renderFact(fact)} ${digest}` };
}

function seeLibrary(world: World, stdlib: Bytes): readonly Promise<Seen>[] {
  return [see(world, join(stdlib, "EXTERNALLY-MANAGED")), glance(world, join(stdlib, "os.py"))];
}

async function glance(world: World, path: Bytes): Promise<Seen> {
  const fact = await world.lstat(path);
  return { fact, text: fact === null ? "-" : renderFact(fact) };
}

function renderFact({ device, inode, size, modified, changed }: FileFact): string {
  return `${device} ${inode} ${size} ${modified} ${changed}`;
}
