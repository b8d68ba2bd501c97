// Whether `sudo` is more than a program that says no to this person.

import { asBytes } from "../../core/bytes.ts";
import type { Eyes } from "./eyes.ts";

/** On a machine of many, sudo is there for some: Debian's are in the first of these groups, Fedora's in the second. */
export async function isAdministrator(eyes: Eyes): Promise<boolean> {
  const text = (await eyes.readSmall(asBytes("/etc/group"))) ?? asBytes("");
  const own = new Set(process.getgroups?.());
  return text.split("\n").some((line) => {
    const [, gid = ""] = /^(?:sudo|wheel|admin):[^:]*:(\d+):/.exec(line) ?? [];
    return gid !== "" && own.has(Number(gid));
  });
}
