// The mount table says which file system a path lies on, and the path is not touched.

import * as fc from "fast-check";
import t from "tap";
import { asBytes } from "../../../daemon/core/bytes.ts";
import {
  isLocal,
  isModeBlind,
  isRemote,
  isRemovable,
  parseMounts,
} from "../../../daemon/core/mounts.ts";

const table = parseMounts(
  asBytes(
    [
      "21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
      "22 21 0:5 / /proc rw - proc proc rw",
      "23 21 0:40 / /home rw - nfs4 server:/home rw",
      "24 21 8:17 / /media/me/MY\\040STICK rw - vfat /dev/sdb1 rw",
      "25 21 0:41 / /net rw - autofs /etc/auto rw",
      "26 21 0:42 / /home/me/sshfs rw - fuse.sshfs host: rw",
      "27 21 0:43 / /over rw - tmpfs a rw",
      "28 27 0:44 / /over rw - xfs b rw",
      "29 21 0:45 / /over/hidden rw - btrfs c rw",
      "30 28 0:46 / /over/seen rw - ext4 d rw",
      "not a line",
      "",
    ].join("\n"),
  ),
);

const typeOf = (path: string): string => table.mountOf(asBytes(path)).type;

t.test("a path lies on the mount that the kernel would find", (t) => {
  const rows: readonly (readonly [string, string])[] = [
    ["/", "ext4"],
    ["/usr/bin", "ext4"],
    ["/proc", "proc"],
    ["/procfs", "ext4"],
    ["/home/me/p", "nfs4"],
    ["/homes", "ext4"],
    ["/media/me/MY STICK/p", "vfat"],
    ["/media/me", "ext4"],
    ["/over", "xfs"],
    ["/over/hidden/x", "xfs"],
    ["/over/seen/x", "ext4"],
  ];
  for (const [path, type] of rows) {
    t.equal(typeOf(path), type, path);
  }
  t.end();
});

t.test("knows mounts that may hang, prove nothing, or were elsewhere", (t) => {
  const at = (path: string) => table.mountOf(asBytes(path));
  t.ok(isRemote(at("/home/me")));
  t.ok(isRemote(at("/net/x")));
  t.notOk(isRemote(at("/usr")));
  t.ok(isLocal(at("/usr")));
  t.notOk(isLocal(at("/home/me")));
  t.ok(isModeBlind(at("/media/me/MY STICK")));
  t.ok(isRemovable(at("/media/me/MY STICK")));
  t.notOk(isRemovable(at("/usr")));
  t.end();
});

t.test("without a table everything is one mount", (t) => {
  const { mountOf } = parseMounts(asBytes(""));
  t.equal(mountOf(asBytes("/a/b")).id, mountOf(asBytes("/")).id);
  t.notOk(isLocal(mountOf(asBytes("/a"))));
  t.end();
});

t.test("no table makes it throw or hang", (t) => {
  const number = fc.integer({ min: 0, max: 4 });
  const point = fc.constantFrom("/", "/a", "/a/b", "x");
  const line = fc
    .tuple(number, number, point)
    .map(([id, parent, at]) => `${id} ${parent} 0:1 / ${at} rw - ext4 d rw`);
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const { mountOf } = parseMounts(asBytes(lines.join("\n")));
      return mountOf(asBytes("/a/b/c")).type !== "";
    }),
  );
  t.end();
});
