// What went wrong, in one line without Node's codes.

import { NotKept } from "../daemon/io/keeping.ts";
import { show } from "./trust/words.ts";

/** `EACCES: permission denied, mkdir '/x'`, as Node words what the system said no to. */
const systemError = /^E[A-Z0-9]+: (.+?), (\w+)(?: '([^]*)')?$/;

/** What was tried on what, and why it failed: `mkdir /x: permission denied`. */
export function sayError(error: unknown): string {
  if (error instanceof NotKept) {
    return `${sayNotKept(error)}; nothing changed`;
  }
  const message = messageOf(error);
  const [, reason = "", call = "", path = ""] = systemError.exec(message) ?? [];
  const tried = [call, path].filter((part) => part !== "").join(" ");
  return reason === "" ? message : `${tried}: ${reason}`;
}

/** The reason alone: `permission denied`. */
export function sayReason(error: unknown): string {
  const message = messageOf(error);
  return systemError.exec(message)?.[1] ?? message;
}

/** What could not be kept, where, and why: `the trust cannot be written in ~/x: read-only file system`. */
export function sayNotKept({ what, directory, cause }: NotKept): string {
  const reason = sayReason(cause);
  return `${what} cannot be written in ${show(directory)}: ${inTheWay.get(reason) ?? reason}`;
}

/** What the system says of a path above it, or of what stands in its place. */
const inTheWay: ReadonlyMap<string, string> = new Map([
  ["no such file or directory", "that directory cannot be made"],
  ["file already exists", "something that is no directory is in its place"],
  ["not a directory", "something that is no directory is in its place"],
]);

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll(/\s*\n\s*/g, " ");
}
