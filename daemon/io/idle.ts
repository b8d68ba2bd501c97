// How long the daemon stays when the last hooked shell is gone: the user's word for it, else half an hour.

import { readFile } from "node:fs/promises";

export const defaultIdleMinutes = 30;

/** `idle_minutes` in the user's configuration; 0 means never. A file that cannot be read changes nothing. */
export async function readIdleMinutes(configFile: string): Promise<number> {
  try {
    const text = await readFile(configFile, "utf8");
    const { parse } = await import("smol-toml");
    const { idle_minutes: minutes } = parse(text);
    return typeof minutes === "number" && minutes >= 0 ? minutes : defaultIdleMinutes;
  } catch {
    return defaultIdleMinutes;
  }
}
