// Which Python the first line of a script names.

import { asBytes, type Bytes } from "./bytes.ts";
import { basename } from "./path.ts";

/** Whether a script of an environment runs that environment's Python, under this spelling of its path. */
export function runsOwnPython(script: Bytes, environment: Bytes): boolean {
  const own = `${environment}/bin/python`;
  return script.startsWith(`#!${own}`) || (interpreterIn(script)?.startsWith(own) ?? false);
}

/**
 * Whether the scripts that pip writes into an environment start for sure: where a first line cannot hold the path, it
 * stands in double quotes of sh, with nothing escaped in it.
 */
export function startsScripts(environment: Bytes): boolean {
  return !/["$`\\]/.test(environment);
}

/** distlib writes `#!PYTHON`, and for a long path a line of sh that says the same. */
export function interpreterIn(script: Bytes): Bytes | null {
  const [first = "", second = ""] = script.split("\n", 2);
  // No \s: it takes the byte 0xA0, which is part of many letters, for a blank.
  const match =
    first === "#!/bin/sh"
      ? /^'''exec' "(.+?)"(?: -\S+)* "\$0"/.exec(second)
      : /^#!(\/[^ \t\r]+)/.exec(first);
  const path = asBytes(match?.[1] ?? "");
  return path === "" || basename(path) === "env" ? null : path;
}
