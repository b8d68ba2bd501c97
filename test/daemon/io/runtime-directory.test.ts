// Where daemon and shells meet: the same place for all of them, and none that is not ours alone.

import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import {
  checkRuntimeDirectory,
  findRuntimeDirectory,
  findUnfit,
  makeRuntimeDirectory,
} from "../../../daemon/io/runtime-directory.ts";
import { makeThrowAway } from "../../real/throw-away.ts";
import { home } from "./stage.ts";

const uid = process.geteuid?.() ?? 0;
const { path: root, remove } = makeThrowAway();
t.teardown(remove);
const number = /^\d+/.exec(fs.readFileSync("/proc/self/mountinfo", "latin1"))?.[0] ?? "0";

t.test("is in XDG_RUNTIME_DIR where that is ours", (t) => {
  t.same(findRuntimeDirectory(root), {
    kind: "place",
    base: `${root}/pyguard`,
    path: `${root}/pyguard/${number}`,
  });
  t.end();
});

t.test("is nowhere where XDG_RUNTIME_DIR is somebody else's, or no directory", (t) => {
  for (const given of ["relative", "/etc/passwd", "/dev/null"]) {
    t.match(findRuntimeDirectory(given), { kind: "none", reason: `XDG_RUNTIME_DIR=${given}` });
  }
  t.end();
});

t.test("else with the session's, else in /tmp; TMPDIR is not read", (t) => {
  const session = `/run/user/${uid}`;
  const isOwn = fs.statSync(session, { throwIfNoEntry: false })?.uid === uid;
  const base = isOwn ? `${session}/pyguard` : `/tmp/pyguard-${uid}`;
  process.env["TMPDIR"] = root;
  t.teardown(() => delete process.env["TMPDIR"]);
  // A batch system passes on that of the machine where it was called; a logout takes it away.
  for (const given of [undefined, "", `${root}/gone`]) {
    t.same(findRuntimeDirectory(given), { kind: "place", base, path: `${base}/${number}` });
  }
  t.end();
});

t.test("is the same place as the hooks'", (t) => {
  const script = `EUID_=$EUID; . "${home}/hooks/ask.bash"; __pyguard_find_runtime && printf %s "$__pyguard_runtime"`;
  for (const given of [root, "", `${root}/gone`, "/etc/passwd", "relative"]) {
    const { stdout } = spawnSync("bash", ["-c", script], {
      env: { XDG_RUNTIME_DIR: given, PATH: "/usr/bin:/bin" },
      encoding: "utf8",
    });
    const place = findRuntimeDirectory(given);
    t.equal(place.kind === "place" ? place.path : "", stdout);
  }
  t.end();
});

t.test("has room for the longest name that is bound in it", (t) => {
  // Ten bytes of `/pyguard/`, the number, twenty for `/s.99999999.abcdefgh`; 103 in all.
  const room = 103 - "/pyguard/".length - number.length - "/s.99999999.abcdefgh".length;
  const long = (length: number): string => join(root, "x".repeat(length - root.length - 1));
  for (const length of [room, room + 1]) {
    fs.mkdirSync(long(length), { mode: 0o700 });
  }
  t.equal(findRuntimeDirectory(long(room)).kind, "place");
  t.match(findRuntimeDirectory(long(room + 1)), {
    kind: "none",
    reason: /is too long.* 104 bytes/,
  });
  t.match(checkRuntimeDirectory("/".padEnd(84, "x")), { kind: "bad", reason: "is too long" });
  t.end();
});

t.test("is made private, twice as well as once, and not where somebody else was first", (t) => {
  const place = { kind: "place", base: join(root, "base"), path: join(root, "base", "1") } as const;
  for (const expected of ["good", "good"]) {
    t.equal(makeRuntimeDirectory(place).kind, expected);
  }
  t.equal(fs.statSync(place.path).mode & 0o7777, 0o700);
  fs.chmodSync(place.base, 0o711);
  t.match(makeRuntimeDirectory(place), { kind: "bad", reason: `chmod 700 ${place.base}` });
  fs.chmodSync(place.base, 0o700);
  fs.renameSync(place.path, `${place.path}.real`);
  fs.symlinkSync(`${place.path}.real`, place.path);
  t.equal(makeRuntimeDirectory(place).kind, "bad");
  t.match(makeRuntimeDirectory({ kind: "none", reason: "because" }), { reason: "because" });
  t.end();
});

t.test("of another user is not touched", { skip: uid !== 0 && "needs root" }, (t) => {
  const theirs = join(root, "theirs");
  fs.mkdirSync(theirs, { mode: 0o700 });
  fs.chownSync(theirs, 65534, 65534);
  t.match(checkRuntimeDirectory(theirs), {
    kind: "bad",
    reason: "belongs to someone else (uid 65534)",
  });
  t.equal(findRuntimeDirectory(theirs).kind, "none");
  t.end();
});

t.test("what stands in its place is named, whatever it is", (t) => {
  const place = { kind: "place", base: join(root, "taken"), path: join(root, "taken/1") } as const;
  const { base } = place;
  t.equal(findUnfit(place), null);
  fs.writeFileSync(base, "");
  t.same(findUnfit(place), { path: base, reason: `${base} is no directory` });
  fs.rmSync(base);
  fs.symlinkSync("taken", base);
  t.same(findUnfit(place), { path: base, reason: `${base} is a link` });
  t.end();
});

t.test("what another user closed is named", { skip: uid !== 0 && "needs root" }, (t) => {
  const base = join(root, "closed");
  fs.mkdirSync(base, { mode: 0o700 });
  fs.chmodSync(root, 0o755);
  process.seteuid?.(65534);
  t.teardown(() => process.seteuid?.(0));
  t.same(findUnfit({ kind: "place", base, path: join(base, "1") }), {
    path: base,
    reason: `${base} belongs to someone else (uid 0)`,
  });
  t.end();
});

const canUnshare = spawnSync("unshare", ["-rm", "true"]).status === 0;

t.test("on a read-only system none can be made", { skip: !canUnshare && "needs unshare" }, (t) => {
  const above = join(root, "read-only");
  fs.mkdirSync(above, { mode: 0o700 });
  const module = new URL("../../../daemon/io/runtime-directory.js", import.meta.url).href;
  const place = { kind: "place", base: join(above, "pyguard"), path: join(above, "pyguard/1") };
  const look = `import(${JSON.stringify(module)}).then(({ findUnfit, makeRuntimeDirectory }) => {
    const place = ${JSON.stringify(place)};
    console.log(JSON.stringify([findUnfit(place), makeRuntimeDirectory(place)]));
  })`;
  const script = 'mount -t tmpfs -o ro none "$1" && exec "$2" -e "$3"';
  const words = ["-rm", "sh", "-c", script, "sh", above, process.execPath, look];
  const { stdout } = spawnSync("unshare", words, { encoding: "utf8" });
  const reason = `${place.base} cannot be made, because nothing can be written to ${above}`;
  t.same(JSON.parse(stdout), [
    { path: place.base, reason },
    { kind: "bad", reason },
  ]);
  t.end();
});
