// Whether one of pip's files sends elsewhere what any pip installs: then even an environment's own has to be asked about.

import type { Bytes } from "../core/bytes.ts";
import { readIni } from "../core/pip/ini.ts";
import { sendsElsewhere } from "../core/pip/sent-elsewhere.ts";
import { listUsual } from "./pip/pip-configuration.ts";
import type { World } from "./world.ts";

/**
 * Looks at the files that pip reads for everybody, for this account and in this environment. What a shell's own
 * variables name, PIP_CONFIG_FILE among them, the shell sees.
 */
export async function isSentElsewhere(
  world: World,
  environment: Bytes,
  homes: readonly Bytes[],
): Promise<boolean> {
  const eyes = {
    isDirectory: async (path: Bytes) => (await world.lstat(path))?.type === "directory",
  };
  const files = await listUsual(environment, { homes, variables: new Map(), eyes });
  const sent = await Promise.all(files.map(({ path }) => sends(world, path)));
  return sent.includes(true);
}

async function sends(world: World, path: Bytes): Promise<boolean> {
  if ((await world.lstat(path)) === null) {
    return false;
  }
  const content = await world.readBounded(path);
  return content !== null && sendsElsewhere(readIni(content.bytes));
}
