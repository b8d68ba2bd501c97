// A machine as one shell sees it: no container, Pythons where they have to be to be what they are, nothing else changed.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { clone, hookPath } from "../sandbox.ts";
import { findOnPath } from "../shells.ts";
import { spokenOf, user, type Farm } from "./farm.ts";
import { libraryName } from "./quick-pip.ts";

export type View = {
  readonly farm: Farm;
  /** An empty directory that becomes the root. */
  readonly root: string;
  /** Directories in which nothing can be made. */
  readonly fixed: readonly string[];
  /** Runs the shell as an ordinary user of these groups. */
  readonly groups?: readonly number[];
};

const unshare = findOnPath("unshare");
const chroot = findOnPath("chroot") ?? "/usr/sbin/chroot";

/** Whether this machine can look like another one: only root may mount, and not in every container. */
export function canView(): boolean {
  if (process.geteuid?.() !== 0 || unshare === null || !existsSync(join(library, "os.py"))) {
    return false;
  }
  return spawnSync(unshare, ["-m", "/bin/sh", "-c", tryOut]).status === 0;
}

const tryOut = `mount -t tmpfs none /mnt && mkdir /mnt/up /mnt/work /mnt/all &&
  mount -t overlay overlay -o lowerdir=/usr/lib,upperdir=/mnt/up,workdir=/mnt/work /mnt/all`;

/** What starts the shell in that view. */
export function seeing(view: View): readonly [string, ...string[]] {
  mkdirSync(view.root);
  return [unshare ?? "", "-m", "/bin/sh", "-c", script(view), "sh"];
}

/** Where the shell's view of a file is, for this test to change it. */
export function within(pid: number, path: string): string {
  return `/proc/${pid}/root${path}`;
}

/** The standard library of the system's Python, which may be changed in the view. */
export const library = `/usr/lib/${libraryName()}`;

/** The pip of the system's Python, which may be changed, too. */
export const pipPackage = "/usr/lib/python3/dist-packages/pip";

function script({ farm, root, fixed, groups }: View): string {
  const at = (path: string): string => quote(`${root}${path}`);
  const hidden = spokenOfHere().map((path) => `mount --bind /dev/null ${at(path)}`);
  const mounts = Object.entries(farm.mounts).map(
    ([path, from]) => `mkdir -p ${at(path)}; mount --bind ${quote(from)} ${at(path)}`,
  );
  const readOnly = [farm.apps, ...fixed].map(
    (path) => `mount --bind ${at(path)} ${at(path)}; mount -o remount,bind,ro ${at(path)}`,
  );
  return [
    "set -e",
    `mount -t tmpfs -o mode=755 none ${quote(root)}`,
    rootEntries(root),
    ...hidden,
    ...mounts,
    ...readOnly,
    ...["passwd", "group"].map(
      (name) => `mount --bind ${quote(join(farm.path, name))} ${at(`/etc/${name}`)}`,
    ),
    `if [ -d ${packageLists} ]; then mount -t tmpfs -o mode=777 none ${at(packageLists)}; : >${at(`${packageLists}/x_Packages`)}; fi`,
    ...[library, ...(existsSync(pipPackage) ? [pipPackage] : [])].flatMap((path) =>
      changed(root, path),
    ),
    // A hook that is somebody else's does nothing.
    ...(groups === undefined
      ? []
      : [...changed(root, clone), `chown -R ${user} ${at(`${clone}/hooks`)}`]),
    `rm -rf ${at(`${library}/ensurepip`)}`,
    `ln -s ${quote(join(farm.quick, "ensurepip"))} ${at(`${library}/ensurepip`)}`,
    `exec ${chroot} ${quote(root)} /bin/sh -c 'cd "$HOME" && exec ${become(groups)}"$@"' sh "$@"`,
  ].join("\n");
}

/** Where apt keeps what it knows of packages; a row that is about it may take that away. */
export const packageLists = "/var/lib/apt/lists";

const setpriv = findOnPath("setpriv");

/** Whether a shell can be run as an ordinary user who can read this clone. */
export function canBecomeUser(): boolean {
  const asked = ["/bin/sh", "-c", `test -r "$1"`, "sh", hookPath("bash")];
  const words = ["--reuid", `${user}`, "--regid", `${user}`, "--clear-groups", ...asked];
  return setpriv !== null && spawnSync(setpriv, words).status === 0;
}

function become(groups: View["groups"]): string {
  if (groups === undefined) {
    return "";
  }
  const all = groups.length === 0 ? "--clear-groups" : `--groups ${groups.join(",")}`;
  return `${setpriv ?? ""} --reuid ${user} --regid ${user} ${all} `;
}

/** Makes a directory one that may be changed, in this view alone. */
function changed(root: string, path: string): readonly string[] {
  const layer = `${root}/changed${path}`;
  const [up, work] = [quote(`${layer}/up`), quote(`${layer}/work`)];
  const layers = `lowerdir=${quote(path)},upperdir=${up},workdir=${work}`;
  return [`mkdir -p ${up} ${work}`, `mount -t overlay overlay -o ${layers} ${quote(root + path)}`];
}

/** /run is empty, files at the top are left out: they are what tells of a container. */
function rootEntries(root: string): string {
  return `for each in /*; do
  into=${quote(root)}$each
  if [ -L "$each" ]; then cp -P "$each" "$into"
  elif [ "$each" = /run ]; then mkdir "$into"
  elif [ -d "$each" ]; then mkdir "$into"; mount --rbind "$each" "$into"
  fi
done`;
}

/** The programs that messages speak of, hidden: a row brings those that it is about. */
function spokenOfHere(): readonly string[] {
  return spokenOf.map((name) => `/usr/bin/${name}`).filter(existsSync);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
