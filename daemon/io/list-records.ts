// The files of a directory of ours that each hold one thing that was said.

import type { Bytes } from "../core/bytes.ts";
import { join } from "../core/path.ts";
import { list } from "./files.ts";

/** Named by a digest; whatever else is there is none. */
const recordName = /^[0-9a-f]{64}$/;

/** Their paths; none where there is no such directory. */
export async function listRecords(directory: Bytes): Promise<readonly Bytes[]> {
  const names = (await list(directory)) ?? [];
  return names.filter((name) => recordName.test(name)).map((name) => join(directory, name));
}
