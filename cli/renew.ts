// What to type where an environment is of no use any more, alike wherever that is told.

import { asBytes, toText } from "../daemon/core/bytes.ts";
import { join } from "../daemon/core/path.ts";
import type { Spot } from "../daemon/core/sighting.ts";
import { lstat } from "../daemon/io/files.ts";
import type { Shell } from "../shells/shell.ts";

type Standing = {
  readonly spot: Spot;
  /** A directory of another kind: conda's, or something of the person's own. */
  readonly isOther: boolean;
  /** What has the name is a link, a file that names a directory, or something else that is none. */
  readonly isNoDirectory: boolean;
};

/** Makes it anew: packages have to be installed again. One that is used from elsewhere is only parted with. */
export async function renew(spot: Spot, shell: Shell): Promise<string> {
  const path = join(spot.project, spot.name);
  const [fact, cfg] =
    spot.used === undefined
      ? await Promise.all([lstat(path), lstat(join(path, "pyvenv.cfg"))])
      : [null, null];
  const commands = plan({
    spot,
    isOther: fact?.type === "directory" && cfg === null,
    isNoDirectory: fact !== null && fact.type !== "directory",
  });
  return toText(shell.chain(commands.map((words) => shell.command(words.map(asBytes)))));
}

/** Nothing is lost where no Python fits: `--clear` looks for one first, and a link leaves what it leads to. */
function plan({ spot, isOther, isNoDirectory }: Standing): readonly (readonly string[])[] {
  const { project, name, used } = spot;
  if (used !== undefined) {
    return [["pyguard", "use", "--none", project]];
  }
  const named = name === ".venv" ? [] : [name];
  const make = ["pyguard", "venv"];
  return isNoDirectory || isOther
    ? [["cd", project], isOther ? ["mv", name, `${name}.old`] : ["rm", name], [...make, ...named]]
    : [
        ["cd", project],
        [...make, "--clear", ...named],
      ];
}
