// The log: private, bounded, without a word about places, and never in the way.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { createLog } from "../../../daemon/io/log.ts";

const megabyte = 1024 * 1024;

t.test("holds what happened before it was loaded, with the time when it happened", async (t) => {
  const path = join(t.testdir(), "state", "daemon.log");
  const log = createLog(path, false);
  const before = new Date().toISOString();
  log.info("serving", { generation: 3 });
  log.debug("answered", { directory: "/home/me/secret" });
  log.error("answering", new Error("ENOENT: no such file, open '/home/me/secret'"));
  t.notOk(fs.existsSync(path));
  await log.load();
  await log.flush();
  const text = fs.readFileSync(path, "utf8");
  const [first] = text.split("\n");
  t.match(JSON.parse(first ?? ""), { generation: 3, msg: "serving", pid: process.pid });
  t.ok(String(JSON.parse(first ?? "").time) >= before);
  t.notMatch(text, "secret");
  t.notMatch(log.lastError(), "secret");
  t.equal(fs.statSync(path).mode & 0o777, 0o600);
  t.equal(fs.statSync(join(path, "..")).mode & 0o777, 0o700);
});

t.test("names places only when asked to, and no control byte ever", async (t) => {
  const path = join(t.testdir(), "daemon.log");
  const log = createLog(path, true);
  await log.load();
  log.debug("answered", { directory: "/home/me/\u001b[31m\nfake" });
  await log.flush();
  const text = fs.readFileSync(path, "utf8");
  t.match(text, "/home/me/");
  t.equal(text.trimEnd().split("\n").length, 1);
  t.notOk(text.includes("\u001b"));
});

t.test("never has more than two files of a megabyte", async (t) => {
  const root = t.testdir();
  const path = join(root, "daemon.log");
  const log = createLog(path, false);
  await log.load();
  for (let index = 0; index < 400; index += 1) {
    log.info("x".repeat(10_000));
    await log.flush();
  }
  t.same(fs.readdirSync(root).toSorted(), ["daemon.log", "daemon.log.1"]);
  for (const name of fs.readdirSync(root)) {
    t.ok(fs.statSync(join(root, name)).size < megabyte + 11_000, name);
  }
});

t.test("goes on after its file was removed, and says nothing where it cannot write", async (t) => {
  const root = t.testdir({ "a file": "" });
  const path = join(root, "daemon.log");
  const log = createLog(path, false);
  const nowhere = createLog(join(root, "a file", "daemon.log"), false);
  for (const each of [log, nowhere]) {
    await each.load();
    each.info("first");
    await each.flush();
  }
  fs.rmSync(path);
  log.info("second");
  await log.flush();
  t.match(fs.readFileSync(path, "utf8"), "second");
});

t.test("follows no link", async (t) => {
  const root = t.testdir({ victim: "precious", "daemon.log": t.fixture("symlink", "victim") });
  const log = createLog(join(root, "daemon.log"), false);
  await log.load();
  log.info("overwritten?");
  await log.flush();
  t.equal(fs.readFileSync(join(root, "victim"), "utf8"), "precious");
});
