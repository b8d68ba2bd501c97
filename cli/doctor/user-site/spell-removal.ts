// The command that removes some of the account's own packages, as it has to be typed.

import { asBytes } from "../../../daemon/core/bytes.ts";
import { join } from "../../../daemon/core/path.ts";
import { spell, type Desk } from "../desk.ts";
import type { Group } from "./ask-pythons.ts";
import { listOwnFiles, type Package } from "./library.ts";

/**
 * With a pip that is there: outside of an environment it takes the account's own copy first. By `rm` where none is.
 */
export async function spellRemoval(
  packages: readonly Package[],
  { user, pythons }: Pick<Group, "user" | "pythons">,
  desk: Desk,
): Promise<string> {
  for (const { program, answer, others, place } of pythons) {
    const isPlain = answer.prefix === answer.basePrefix && place >= 0;
    const places = [user.directory, ...others.map(({ library }) => library.directory)];
    const pips = await Promise.all(
      places.map((directory) => desk.eyes.isDirectory(join(directory, "pip"))),
    );
    if (isPlain && pips.includes(true)) {
      const words = ["pyguard", "anyway", program, "-m", "pip", "uninstall"];
      return spell(desk, ...[...words, ...packages.map(({ name }) => name)].map(asBytes));
    }
  }
  const files = await Promise.all(packages.map((one) => listOwnFiles(one, user, desk.eyes)));
  return spell(desk, ...["rm", "-r", "--"].map(asBytes), ...files.flat());
}
