// What to type where an environment is of no use any more, alike wherever that is told.

import { asBytes, toText } from "../daemon/core/bytes.ts";
import { join } from "../daemon/core/path.ts";
import type { Spot } from "../daemon/core/sighting.ts";
import { lstat } from "../daemon/io/files.ts";
import type { Shell } from "../shells/shell.ts";

type Standing = {
  readonly spot: Spot;
  /** What has the name is a link, a file that names a directory, or something else that is none. */
  readonly isNoDirectory: boolean;
};

/** Makes it anew: packages have to be installed again. One that is used from elsewhere is only parted with. */
export async function renew(spot: Spot, shell: Shell): Promise<string> {
  const fact = spot.used === undefined ? await lstat(join(spot.project, spot.name)) : null;
  const commands = plan({ spot, isNoDirectory: fact !== null && fact.type !== "directory" });
  return toText(shell.chain(commands.map((words) => shell.command(words.map(asBytes)))));
}

/** Nothing is lost where no Python fits: `--clear` looks for one first, and a link leaves what it leads to. */
function plan({ spot, isNoDirectory }: Standing): readonly (readonly string[])[] {
  const { project, name, used } = spot;
  if (used !== undefined) {
    return [["pyguard", "use", "--none", project]];
  }
  const named = name === ".venv" ? [] : [name];
  const make = ["pyguard", "venv"];
  return isNoDirectory
    ? [
        ["cd", project],
        ["rm", name],
        [...make, ...named],
      ]
    : [
        ["cd", project],
        [...make, "--clear", ...named],
      ];
}
