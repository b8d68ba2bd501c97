// conda-meta/frozen: whether whoever froze a conda environment says why (CEP 22).

import { fromText, toText, type Bytes } from "../bytes.ts";
import { showPath } from "../show-name.ts";

const limit = 400;

/** The reason in one line; empty where the file is, as it may be, or says nothing that can be read. Never throws. */
export function parseFrozen(content: Bytes): string {
  const reason = readMessage(toText(content)).replaceAll(/\s+/g, " ").trim().slice(0, limit);
  return reason === "" ? "" : showPath(fromText(reason));
}

function readMessage(json: string): string {
  try {
    const read: unknown = JSON.parse(json);
    const isTelling = typeof read === "object" && read !== null && "message" in read;
    return isTelling && typeof read.message === "string" ? read.message : "";
  } catch {
    return "";
  }
}
