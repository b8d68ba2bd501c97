// The user's config.toml: read again when it changed, never from a project.

import { parse } from "smol-toml";
import { toText, type Bytes } from "../core/bytes.ts";
import { parseSettings } from "../core/parse-settings.ts";
import { defaults, type Settings } from "../core/settings.ts";
import { LookFailed, lstat, readBounded } from "./files.ts";
import type { FileFact } from "../core/facts.ts";

/** Gives the settings as they are now; what is wrong with them is told once each time the file changes. */
export function createConfiguration(
  path: Bytes,
  complain: (line: string) => void,
): () => Promise<Settings> {
  let seen: FileFact | null = null;
  let settings = defaults;
  return async () => {
    const fact = await lstat(path).catch(() => null);
    if (fact === null || isSame(seen, fact)) {
      settings = fact === null ? defaults : settings;
      seen = fact;
      return settings;
    }
    seen = fact;
    const read = await readSettings(path);
    settings = read.settings;
    for (const line of read.complaints) {
      complain(line);
    }
    return settings;
  };
}

type Read = { readonly settings: Settings; readonly complaints: readonly string[] };

async function readSettings(path: Bytes): Promise<Read> {
  const name = toText(path);
  try {
    const content = await readBounded(path);
    if (content === null) {
      throw new LookFailed("it cannot be read, or is over 64 KiB");
    }
    const { settings, complaints } = parseSettings(parse(toText(content.bytes)));
    return { settings, complaints: complaints.map((line) => `${name}: ${line}`) };
  } catch (error) {
    const why = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    return { settings: defaults, complaints: [`${name}: ${why}; nothing in it is used`] };
  }
}

function isSame(before: FileFact | null, now: FileFact): boolean {
  return (
    before !== null &&
    before.inode === now.inode &&
    before.changed === now.changed &&
    before.size === now.size
  );
}
