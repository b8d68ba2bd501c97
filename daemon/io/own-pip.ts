// Of an environment that somebody activated by hand: whether its pip is its own, so that nothing could be refused.

import type { Bytes } from "../core/bytes.ts";
import { newest } from "../core/facts.ts";
import { isRemote } from "../core/mounts.ts";
import { parsePyvenvCfg } from "../core/parse-pyvenv-cfg.ts";
import { isUsable, join } from "../core/path.ts";
import { inspectBin } from "./inspect-bin.ts";
import { isSentElsewhere } from "./pip-files.ts";
import type { World } from "./world.ts";

/**
 * How new what this rests on is, in nanoseconds; null where a pip that is typed there could write anywhere else, and
 * on a mount that may not answer.
 */
export async function findOwnPip(
  world: World,
  environment: Bytes,
  homes: readonly Bytes[],
): Promise<bigint | null> {
  if (!isUsable(environment) || isRemote(world.mounts.mountOf(environment))) {
    return null;
  }
  const [cfg, bin] = await Promise.all([
    world.readBounded(join(environment, "pyvenv.cfg")),
    world.lstat(join(environment, "bin")),
  ]);
  if (cfg === null || bin?.type !== "directory") {
    return null;
  }
  const { home, systemSitePackages } = parsePyvenvCfg(cfg.bytes);
  if (home === "" || systemSitePackages) {
    return null;
  }
  const { hasOwnPip } = await inspectBin(world, environment, { isKnown: false });
  const isOwn = hasOwnPip && !(await isSentElsewhere(world, environment, homes));
  return isOwn ? newest(bin, cfg.fact) : null;
}
