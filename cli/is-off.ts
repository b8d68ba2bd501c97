// Variables by which people switch something of pyguard's off.

import { asBytes, toText } from "../daemon/core/bytes.ts";
import type { Context } from "./context.ts";

/** Whether PYGUARD, PYGUARD_DAEMON and their like say so, as hooks read them. */
export function isOff(name: string, { environment }: Pick<Context, "environment">): boolean {
  return /^(?:off|0)$/i.test(toText(environment.get(name) ?? asBytes("")));
}
