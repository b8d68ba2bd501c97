// Debian splits what makes environments from its Python: the package to install, and who may.

import { asBytes, type Bytes } from "../bytes.ts";
import type { MessageFacts } from "./message-facts.ts";

/** The package without which this Python of Debian's puts no pip into an environment; null where it is not Debian's. */
export function venvPackage({ target, tools }: MessageFacts): string | null {
  if (target?.path.startsWith("/usr/bin/") !== true || !tools.has("apt")) {
    return null;
  }
  const version = shortVersion(target.version);
  return version === null ? "python3-venv" : `python${version}-venv`;
}

/** The commands that install it; null where it is not Debian's Python, or this person may not. */
export function installVenvPackage(facts: MessageFacts): readonly Bytes[] | null {
  const { isRoot, tools, knowsPackages } = facts;
  const name = venvPackage(facts);
  if (name === null || !(isRoot || tools.has("sudo"))) {
    return null;
  }
  const steps = knowsPackages ? [] : ["apt update"];
  return [...steps, `apt install ${name}`].map((step) => asBytes(isRoot ? step : `sudo ${step}`));
}

/** `3.12` of `3.12.1`. */
export function shortVersion(version: string | null): string | null {
  return /^\d+\.\d+/.exec(version ?? "")?.[0] ?? null;
}
