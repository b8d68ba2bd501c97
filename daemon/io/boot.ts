// Which start of the machine this is: what is kept until its end is worth nothing after the next.

import { readFileSync } from "node:fs";

/** Differs after each start of the machine; empty where the system does not say. */
export function readBoot(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}
