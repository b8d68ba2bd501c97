// What holds for the whole machine: a container, and whose distribution it is.

import { asBytes, type Bytes } from "../../core/bytes.ts";
import type { Eyes } from "./eyes.ts";

/** Docker and Podman each leave a file that says so. */
export async function isContainer(eyes: Eyes): Promise<boolean> {
  const marks = ["/.dockerenv", "/run/.containerenv"].map((path) => eyes.typeOf(asBytes(path)));
  return (await Promise.all(marks)).some((type) => type !== "nothing");
}

/** The distribution's name as people say it, such as "Debian"; null where it is not told. */
export async function readDistributor(eyes: Eyes): Promise<string | null> {
  const text =
    (await eyes.readSmall(asBytes("/etc/os-release"))) ??
    (await eyes.readSmall(asBytes("/usr/lib/os-release")));
  return text === null ? null : distributorIn(text);
}

function distributorIn(text: Bytes): string | null {
  const name = /^NAME=(["']?)([^"'\n]*)\1$/m.exec(text)?.[2] ?? "";
  const word = name.replace(/ (GNU\/Linux|Linux)\b.*$/, "");
  return /^[A-Za-z][\w .!+-]{0,30}$/.test(word) ? word : null;
}
