// The mount table: which file system a path lies on, known without touching the path.

import { asBytes, split, type Bytes } from "./bytes.ts";

export type Mount = {
  readonly id: string;
  readonly parent: string;
  readonly point: Bytes;
  readonly type: string;
  readonly source: Bytes;
};

export type MountTable = {
  readonly mountOf: (path: Bytes) => Mount;
};

const remoteTypes =
  /^(nfs|nfs4|cifs|smb3|smbfs|fuse\..+|fuse|9p|autofs|ceph|lustre|afs|glusterfs|gpfs|beegfs|orangefs|pvfs2|ncpfs|coda|davfs|wekafs|panfs)$/;

/** Mostly local programs of the desktop; they answer as a disk does. */
const localFuse = /^fuse\.(fuseblk|lxcfs|overlayfs|fuse-overlayfs|mergerfs|portal|gvfsd-fuse)$/;

/** Answers from memory what was asked a moment ago. */
const localTypes =
  /^(ext[234]|xfs|btrfs|tmpfs|ramfs|rootfs|overlay|zfs|f2fs|bcachefs|jfs|reiserfs|squashfs|erofs|devtmpfs)$/;

const modeBlindTypes =
  /^(vfat|msdos|exfat|ntfs|ntfs3|fuseblk|hfs|drvfs|9p|vboxsf|prl_fs|fuse\.vmhgfs-fuse)$/;

const coverLimit = 64;

const removablePoints = /^\/(media|run\/media|Volumes)\//;

/** A mount whose answers may take as long as they like. */
export function isRemote(mount: Mount): boolean {
  return remoteTypes.test(mount.type) && !localFuse.test(mount.type);
}

/** A mount on a disk or in memory of this machine, as far as the kernel itself knows. */
export function isLocal(mount: Mount): boolean {
  return localTypes.test(mount.type);
}

/** A mount that shows the same mode for everything, so that modes prove nothing. */
export function isModeBlind(mount: Mount): boolean {
  return modeBlindTypes.test(mount.type);
}

/** A medium that somebody may have prepared elsewhere: owners, inodes and birth times on it prove nothing. */
export function isRemovable(mount: Mount): boolean {
  return removablePoints.test(`${mount.point}/`) || /^(iso9660|udf)$/.test(mount.type);
}

const everything: Mount = {
  id: "0",
  parent: "0",
  point: asBytes("/"),
  type: "unknown",
  source: asBytes(""),
};

/** Reads /proc/self/mountinfo (proc(5)). Lines that are none are passed over; without any, all is one mount. */
export function parseMounts(content: Bytes): MountTable {
  const mounts = split(content, "\n").flatMap(parseLine);
  const ids = new Set(mounts.map((mount) => mount.id));
  const children = new Map<string, Mount>();
  for (const mount of mounts) {
    if (ids.has(mount.parent) && mount.parent !== mount.id) {
      children.set(`${mount.parent} ${mount.point}`, mount);
    }
  }
  const root =
    mounts.find((mount) => mount.point === "/" && !children.has(keyOf(mount))) ?? everything;
  return { mountOf: (path) => descend(root, path, children) };
}

/** Goes down the path as the kernel does; a mount may be covered by another at the same place. */
function descend(root: Mount, path: Bytes, children: ReadonlyMap<string, Mount>): Mount {
  let mount = topmost(root, asBytes("/"), children);
  let slash = path === "/" ? -1 : path.indexOf("/", 1);
  while (slash > 0) {
    mount = topmost(mount, asBytes(path.slice(0, slash)), children);
    slash = path.indexOf("/", slash + 1);
  }
  return topmost(mount, path, children);
}

function topmost(mount: Mount, point: Bytes, children: ReadonlyMap<string, Mount>): Mount {
  let top = mount;
  // As often as anybody may cover a mount; a table that goes round in circles is no kernel's.
  for (let covered = 0; covered < coverLimit; covered += 1) {
    const over = children.get(`${top.id} ${point}`);
    if (over === undefined) {
      break;
    }
    top = over;
  }
  return top;
}

function keyOf(mount: Mount): string {
  return `${mount.parent} ${mount.point}`;
}

function parseLine(line: Bytes): readonly Mount[] {
  const [before, after] = line.split(" - ", 2);
  const [id, parent, , , point] = (before ?? "").split(" ");
  const [type, source] = (after ?? "").split(" ");
  if (id === undefined || parent === undefined || point === undefined || type === undefined) {
    return [];
  }
  return [{ id, parent, point: unescape(point), type, source: unescape(source ?? "") }];
}

/** The kernel writes space, tab, newline and backslash as three octal digits. */
function unescape(text: string): Bytes {
  return asBytes(
    text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8))),
  );
}
