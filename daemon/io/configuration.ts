// The user's config.toml: parsed again when it changed, never from a project.

import { parse } from "smol-toml";
import { asBytes, toText, type Bytes } from "../core/bytes.ts";
import type { FileFact } from "../core/facts.ts";
import { parseSettings } from "../core/parse-settings.ts";
import { defaults, type Settings } from "../core/settings.ts";
import { showPath } from "../core/show-name.ts";
import * as plain from "./files.ts";

/** The calls that a look records, or plain ones. */
type Files = Pick<typeof plain, "lstat" | "readBounded">;

export interface Configuration {
  /** The settings as they are now, with what is wrong with the file. */
  read: (files?: Files) => Promise<Settings>;
}

export function createConfiguration(path: Bytes): Configuration {
  let seen: FileFact | null = null;
  let settings = defaults;
  return {
    read: async (files = plain) => {
      const fact = await files.lstat(path);
      if (fact === null) {
        settings = defaults;
      } else if (!isSame(seen, fact)) {
        settings = await readSettings(path, files);
      }
      seen = fact;
      return settings;
    },
  };
}

async function readSettings(path: Bytes, files: Files): Promise<Settings> {
  const name = showPath(path);
  const content = await files.readBounded(path);
  if (content === null) {
    const why = "it is no readable file of at most 64 KiB, so the defaults hold";
    return { ...defaults, complaints: [asBytes(`${name}: ${why}`)] };
  }
  const { settings, complaints } = parseSettings(parseToml(content.bytes));
  return { ...settings, complaints: complaints.map((line) => asBytes(`${name}: ${line}`)) };
}

/** The table, or what the parser said about it. */
function parseToml(content: Bytes): unknown {
  try {
    return parse(toText(content));
  } catch (error) {
    return error;
  }
}

function isSame(before: FileFact | null, now: FileFact): boolean {
  return (
    before !== null &&
    !plain.isYoung(now) &&
    before.inode === now.inode &&
    before.changed === now.changed &&
    before.size === now.size
  );
}
