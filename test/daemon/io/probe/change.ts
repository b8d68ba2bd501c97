// What can happen to an interpreter, and how tests make it happen.

import fs from "node:fs";
import { join } from "node:path";
import { answering, type Asker, type Differs, type Place } from "./pythons.ts";

export type Change = {
  readonly what: string;
  /** Makes what is there first; gives the path that is asked. */
  readonly before?: (place: Place) => string;
  readonly change: (place: Place, asker: Asker) => void | Promise<void>;
  /** How it is asked the second time. */
  readonly next?: (place: Place) => Differs;
  readonly expect: RegExp;
  /** How often it is run for the second answer. */
  readonly runs: number;
  /** How it is asked both times. */
  readonly always?: Differs;
};

export const file = "py/bin/python";
export const library = "py/lib/python3.12";
export const first = /^interpreter 3\.12\.1$/;
export const second = /^interpreter 3\.13\.0$/;

/** An installation with a library and a link, as they are. */
export function install(place: Place, version = "3.12.1", path = file): string {
  const directory = place.path(path, "../../lib/python3.12");
  fs.mkdirSync(directory, { recursive: true });
  fs.writeFileSync(join(directory, "os.py"), "");
  return place.python(place.path(path), { version });
}

export function upgrade(place: Place, path = file): void {
  place.python(place.path(path), { version: "3.13.0" });
}

/** The new file under the old one's name, as package managers do it. */
export function renameOver(place: Place, path: string): void {
  const beside = `${path}.new`;
  place.write(beside, answering(path, { version: "3.13.0" }));
  fs.renameSync(beside, path);
}

/** The same size and the same times as before. */
export function disguise(path: string, content: string): void {
  const { atime, mtime, size } = fs.statSync(path);
  fs.writeFileSync(path, content.padEnd(size, "\n"));
  fs.utimesSync(path, atime, mtime);
}
