// The account's home directory.

import { userInfo } from "node:os";
import { fromText, type Bytes } from "../core/bytes.ts";
import type { Variables } from "../core/variables.ts";

/** HOME; where that names no absolute path, what the account's entry says; `/` for one without. */
export function findHome(variables: Variables): Bytes {
  const named = variables.get("HOME");
  return named?.startsWith("/") === true ? named : readEntry();
}

function readEntry(): Bytes {
  try {
    return fromText(userInfo().homedir);
  } catch {
    return fromText("/");
  }
}
