// A view of this machine for one process and what it starts: not a container, without a network, nothing of the
// machine's own can be written to, and /nix and /gnu are directories of the test's.

import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { findOnPath } from "../real/shells.ts";

export type Words = readonly [string, ...string[]];

/** Directories below the yard that the world has at its root, and one that nobody can write to. */
export const stores = ["nix", "gnu"] as const;
export const fixed = "fixed";

const script = `
root=$1 yard=$2
shift 2
mount -t tmpfs none "$root" || exit 125
for top in /*; do
  case $top in
    /nix | /gnu | /run) continue ;;
  esac
  if [ -L "$top" ]; then
    cp -P "$top" "$root$top"
  elif [ -d "$top" ]; then
    mkdir "$root$top" && mount --rbind "$top" "$root$top" || exit 125
    case $top in
      /tmp | /dev | /proc | /sys) ;;
      *) mount -o remount,bind,ro "$root$top" || exit 125 ;;
    esac
  fi
done
mkdir -p "$root/run"
for store in ${stores.join(" ")}; do
  mkdir -p "$root/$store"
  mount --bind "$yard/$store" "$root/$store" || exit 125
done
mount --bind "$yard/${fixed}" "$root$yard/${fixed}" && mount -o remount,bind,ro "$root$yard/${fixed}" || exit 125
exec "$(PATH=$PATH:/usr/sbin:/sbin command -v chroot)" "$root" "$@"
`;

/** What starts a program in such a world; null where this account may not make one. The yard lies below /tmp. */
export function openWorld(yard: string): Words | null {
  const root = join(yard, "world");
  for (const name of [...stores, fixed, "world"]) {
    mkdirSync(join(yard, name), { recursive: true });
  }
  const unshare = findOnPath("unshare");
  // In a user's own namespace root's files would be nobody's, and nobody's are not trusted.
  if (unshare === null || process.geteuid?.() !== 0) {
    return null;
  }
  const words: Words = [unshare, "-mn", "/bin/sh", "-c", script, "sh", root, yard];
  return spawnSync(unshare, [...words.slice(1), "/bin/true"]).status === 0 ? words : null;
}

/** Runs a program there to its end; throws where it fails. */
export function runThere([file, ...words]: Words, program: Words): string {
  const ran = spawnSync(file, [...words, ...program], { encoding: "utf8", cwd: "/" });
  if (ran.status !== 0) {
    throw new Error(`${program.join(" ")} ended with ${ran.status}: ${ran.stderr}`);
  }
  return ran.stdout;
}
