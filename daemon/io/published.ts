// The names by which shells find the daemon, put back when somebody takes them away.

import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  linkSync,
  lstatSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { bellName, socketName } from "../wire/names.ts";
import { remove } from "./sweep.ts";

/** Where the FIFO program is kept; Node has no call of its own. */
const fifoPrograms = ["/usr/bin/mkfifo", "/bin/mkfifo", "/run/current-system/sw/bin/mkfifo"];
const idleName = "idle";
const pidName = "pid";

/** Names of this daemon alone: what is published are second links to them, so nothing else is ever removed. */
export type PrivateNames = {
  readonly socket: string;
  readonly bell: string;
  readonly idle: string;
};

export function privateNames(directory: string, generation: number, random: string): PrivateNames {
  const at = (letter: string): string => join(directory, `${letter}.${generation}.${random}`);
  return { socket: at("s"), bell: at("b"), idle: at("i") };
}

/** Makes the bell and the idle FIFO under their private names. Throws with the program's own words. */
export async function makeFifos(names: PrivateNames): Promise<void> {
  const program = fifoPrograms.find((path) => lstatSync(path, { throwIfNoEntry: false }));
  if (program === undefined) {
    throw new Error(`mkfifo was not found at ${fifoPrograms.join(", ")}`);
  }
  // Private by the daemon's umask: where there is no /proc, `-m` fails.
  const child = spawn(program, ["--", names.bell, names.idle], {
    stdio: ["ignore", "ignore", "pipe"],
    timeout: 5000,
  });
  const words: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => words.push(chunk));
  const [status] = await once(child, "close");
  if (status !== 0) {
    throw new Error(Buffer.concat(words).toString("utf8").trim() || `mkfifo ended with ${status}`);
  }
}

export type Published = {
  /** Under the names that everybody knows. */
  readonly publish: () => void;
  /** Puts back what was removed or replaced. False when that is not possible any more. */
  readonly restore: () => boolean;
  /** Keeps cleaners of old files away. */
  readonly touch: () => void;
  /** Takes the public names back where they are still ours. */
  readonly withdraw: () => void;
  /** Removes the private names. */
  readonly discard: () => void;
};

export function createPublished(directory: string, names: PrivateNames): Published {
  const links = linksOf(directory, names);
  const pidFile = join(directory, pidName);
  const mine = `${process.pid}\n`;
  const privates = Object.values(names).map((path) => basename(path));
  /** What the names led to when they were ours; the private ones may be gone by then. */
  const published = new Map<string, string>();
  const isOurs = (path: string): boolean => {
    const identity = identify(path);
    return identity !== null && identity === published.get(path);
  };
  const placeOurs = ({ from, to }: Link): void => {
    place(from, to);
    published.set(to, identify(from) ?? "");
  };
  return {
    publish: () => {
      links.forEach(placeOurs);
      replaceText(pidFile, mine);
    },
    restore: () => {
      if (links.some(({ from }) => identify(from) === null)) {
        return false;
      }
      links.filter(({ to }) => !isOurs(to)).forEach(placeOurs);
      if (readText(pidFile) !== mine) {
        replaceText(pidFile, mine);
      }
      return true;
    },
    touch: () => touch([...links.flatMap(({ from, to }) => [from, to]), pidFile]),
    withdraw: () => {
      const ours = links.filter(({ to }) => isOurs(to)).map(({ to }) => basename(to));
      remove(directory, readText(pidFile) === mine ? [pidName, ...ours] : ours);
    },
    discard: () => remove(directory, privates),
  };
}

type Link = { readonly from: string; readonly to: string };

function linksOf(directory: string, names: PrivateNames): readonly Link[] {
  return [
    { from: names.socket, to: join(directory, socketName) },
    { from: names.bell, to: join(directory, bellName) },
    { from: names.idle, to: join(directory, idleName) },
  ];
}

/** A second link, renamed over: at no moment is the name missing or half made. */
function place(from: string, to: string): void {
  const beside = `${from}.t`;
  rmSync(beside, { force: true });
  linkSync(from, beside);
  renameSync(beside, to);
}

function replaceText(path: string, text: string): void {
  const beside = `${path}.${process.pid}`;
  try {
    writeFileSync(beside, text, { mode: 0o600 });
    renameSync(beside, path);
  } catch {
    // A full disk takes names but no text. Hooks then read the pid from the witness's name, and not an earlier one here.
    rmSync(beside, { force: true });
    rmSync(path, { force: true });
  }
}

/** What stands under a name, to be told from what may be put in its place; null where there is nothing. */
export function identify(path: string): string | null {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.dev}.${stat.ino}`;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return null;
  }
}

function touch(paths: readonly string[]): void {
  const now = new Date();
  paths.forEach((path) => utimesSync(path, now, now));
}
