// Reads the machine's policy: only a file that root alone could have written, in a directory of which the same is true.

import { parse } from "smol-toml";
import { toText, type Bytes } from "../core/bytes.ts";
import type { FileFact } from "../core/facts.ts";
import { noPolicy, parsePolicy, type Policy } from "../core/parse-policy.ts";
import { parent } from "../core/path.ts";
import type * as plain from "./files.ts";

type Files = Pick<typeof plain, "lstat" | "readBounded">;

export interface PolicySource {
  /** As it is now. Whatever is wrong with it: no policy. */
  read: (files: Files) => Promise<Policy>;
}

export function createPolicySource(
  path: Bytes,
  userId: (name: Bytes) => number | null,
): PolicySource {
  return {
    read: async (files) => {
      const [directory, file] = await Promise.all([files.lstat(parent(path)), files.lstat(path)]);
      if (!isRoots(directory, "directory") || !isRoots(file, "file")) {
        return noPolicy;
      }
      const content = await files.readBounded(path);
      // What was opened, not what stood there a moment before.
      return content !== null && isRoots(content.fact, "file")
        ? parsePolicy(parseToml(content.bytes), userId)
        : noPolicy;
    },
  };
}

function isRoots(fact: FileFact | null, type: FileFact["type"]): boolean {
  return fact !== null && fact.type === type && fact.uid === 0 && (fact.mode & 0o022) === 0;
}

function parseToml(content: Bytes): unknown {
  try {
    return parse(toText(content));
  } catch {
    return null;
  }
}
