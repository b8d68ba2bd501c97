// A process's variables as bytes.

import { fromText, type Bytes } from "./bytes.ts";

export type Variables = ReadonlyMap<string, Bytes>;

/** Takes them as Node has them, in the order of the environment. */
export function toVariables(environment: Readonly<Record<string, string | undefined>>): Variables {
  return new Map(
    Object.entries(environment).map(([name, value]) => [name, fromText(value ?? "")] as const),
  );
}
