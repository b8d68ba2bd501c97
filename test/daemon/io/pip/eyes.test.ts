// Eyes wait for nothing, read no more than they are to, and ask a slow mount one thing at a time.

import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";
import t from "tap";
import { asBytes, type Bytes } from "../../../../daemon/core/bytes.ts";
import { parseMounts } from "../../../../daemon/core/mounts.ts";
import { createLanes } from "../../../../daemon/io/lanes.ts";
import { carryBy, openEyes } from "../../../../daemon/io/pip/eyes.ts";
import { bytes, run } from "./pythons.ts";

const eyes = openEyes((path, call) => call(path));

t.test("what is no regular file is not read, and nobody waits for it", async (t) => {
  const root = t.testdir({ file: "text", directory: {} });
  run("/usr/bin/mkfifo", [join(root, "fifo")]);
  symlinkSync("nowhere", join(root, "dangling"));
  symlinkSync("loop", join(root, "loop"));
  for (const name of ["fifo", "directory", "dangling", "loop", "nothing", "file/below"]) {
    t.equal(await eyes.readHead(bytes(join(root, name)), 10), null, name);
    t.equal(await eyes.isProgram(bytes(join(root, name))), false, name);
  }
  t.equal(await eyes.readHead(bytes("/dev/zero"), 10), null, "a device");
  t.equal(await eyes.readHead(asBytes("a\0b"), 10), null, "no path at all");
});

t.test("no more is read than was asked for", async (t) => {
  const root = t.testdir({ file: "0123456789" });
  const file = bytes(join(root, "file"));
  t.equal(String(await eyes.readHead(file, 4)), "0123");
  t.equal(String(await eyes.readTail(file, 4)), "6789");
  t.equal(String(await eyes.readTail(file, 40)), "0123456789");
  truncateSync(join(root, "file"), 10 * 1024 ** 3);
  t.equal((await eyes.readHead(file, 4096))?.length, 4096, "of ten gigabytes too");
  t.equal(await eyes.readSmall(file), null);
});

t.test("says what may be run and written", async (t) => {
  const root = t.testdir({ file: "" });
  mkdirSync(join(root, "sub"));
  writeFileSync(join(root, "program"), "");
  chmodSync(join(root, "program"), 0o755);
  t.equal(await eyes.isProgram(bytes(join(root, "program"))), true);
  t.equal(await eyes.isProgram(bytes(join(root, "file"))), false);
  t.equal(await eyes.isWritable(bytes(join(root, "sub"))), true);
  t.equal(await eyes.nearestExisting(bytes(join(root, "sub/a/b/c"))), bytes(join(root, "sub")));
});

t.test("many looks at a slow mount are not taken for a dead one", async (t) => {
  const mounts = parseMounts(
    asBytes("1 0 0:1 / / rw - ext4 /dev/x rw\n2 1 0:2 / /home rw - nfs4 server:/home rw\n"),
  );
  const lanes = createLanes(() => performance.now());
  const carry = <T>(path: Bytes, call: (path: Bytes) => Promise<T>): Promise<T> =>
    lanes.run(mounts.mountOf(path), () => call(path));
  const polite = carryBy({ mounts, carry });
  const slow = async (): Promise<boolean> => {
    await pass(15);
    return true;
  };
  const looks = Array.from({ length: 12 }, () => polite(bytes("/home/u/x"), slow));
  t.same(new Set(await Promise.all(looks)), new Set([true]));
  await t.rejects(
    polite(bytes("/home/u/x"), () => pass(400)),
    "one that hangs is given up",
  );
  t.equal(await polite(bytes("/usr/x"), slow), true, "others go on");
});
