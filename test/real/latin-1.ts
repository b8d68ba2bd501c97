// A Latin-1 locale of one's own: to the C library half of many a UTF-8 letter is a control character there.

import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** Makes it in a directory that is there; what must then be in the environment, or null where none can be made. */
export function makeLatin1(directory: string): { LOCPATH: string; LC_ALL: string } | null {
  const name = "de_DE.ISO-8859-1";
  const words = ["-i", "de_DE", "-f", "ISO-8859-1", join(directory, name)];
  return spawnSync("localedef", words).status === 0 ? { LOCPATH: directory, LC_ALL: name } : null;
}
