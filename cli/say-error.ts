// What went wrong, in one line without Node's codes.

/** `EACCES: permission denied, mkdir '/x'`, as Node words what the system said no to. */
const systemError = /^E[A-Z0-9]+: (.+?), (\w+)(?: '([^]*)')?$/;

/** What was tried on what, and why it failed: `mkdir /x: permission denied`. */
export function sayError(error: unknown): string {
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

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll(/\s*\n\s*/g, " ");
}
