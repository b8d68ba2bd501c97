// What to type where an environment is of no use any more, alike wherever that is told.

import { asBytes, toText } from "../daemon/core/bytes.ts";
import { join } from "../daemon/core/path.ts";
import type { Spot } from "../daemon/core/sighting.ts";
import { lstat } from "../daemon/io/files.ts";
import type { Shell } from "../shells/shell.ts";

/** What has the name: a directory may also be conda's, or something of the person's own. */
type Standing = "environment" | "other directory" | "no directory";

/** Makes it anew: packages have to be installed again. One that is used from elsewhere is only parted with. */
export async function renew(spot: Spot, shell: Shell): Promise<string> {
  const commands =
    spot.used === undefined
      ? plan(spot, await findStanding(spot))
      : [["pyguard", "use", "--none", spot.project]];
  return toText(shell.chain(commands.map((words) => shell.command(words.map(asBytes)))));
}

async function findStanding({ project, name }: Spot): Promise<Standing> {
  const path = join(project, name);
  const [fact, cfg] = await Promise.all([lstat(path), lstat(join(path, "pyvenv.cfg"))]);
  if (fact !== null && fact.type !== "directory") {
    return "no directory";
  }
  return fact !== null && cfg === null ? "other directory" : "environment";
}

/** Nothing is lost where no Python fits: `--clear` looks for one first, and a link leaves what it leads to. */
function plan({ project, name }: Spot, standing: Standing): readonly (readonly string[])[] {
  const enter = ["cd", project];
  const named = name === ".venv" ? [] : [name];
  switch (standing) {
    case "environment":
      return [enter, ["pyguard", "venv", "--clear", ...named]];
    case "other directory":
      return [enter, ["mv", name, `${name}.old`], ["pyguard", "venv", ...named]];
    case "no directory":
      return [enter, ["rm", name], ["pyguard", "venv", ...named]];
  }
}
