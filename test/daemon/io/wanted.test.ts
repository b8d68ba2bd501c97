// Why a daemon that is well leaves all the same.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { asBytes } from "../../../daemon/core/bytes.ts";
import { createShells } from "../../../daemon/io/shells.ts";
import { Wanted } from "../../../daemon/io/wanted.ts";
import { makeQuestion } from "./stage.ts";

const betweenLooksMs = 10_000;
const hour = 3_600_000;

function makeWanted(root: string, idleMinutes = 30) {
  const packageFile = join(root, "package.json");
  const shells = createShells(() => {});
  const state = { isBusy: false, now: 0 };
  const wanted = new Wanted({
    shells,
    packageFile,
    version: "1.0.0",
    idleMinutes: () => Promise.resolve(idleMinutes),
    now: () => state.now,
    failed: (what) => t.fail(what),
    isBusy: () => state.isBusy,
    tidy: () => {},
  });
  const judgeAfter = (ms: number): string | null => {
    state.now += ms;
    return wanted.judge();
  };
  return { wanted, shells, state, judgeAfter, packageFile };
}

t.test("stays while a shell lives or a question is open, and counts from the last", async (t) => {
  const { wanted, shells, state, judgeAfter } = makeWanted(t.testdir({ "package.json": "{}" }), 5);
  let news = 0;
  wanted.onNews(() => {
    news += 1;
  });
  shells.note(makeQuestion());
  t.equal(judgeAfter(hour), null);
  t.equal(wanted.leavesInSeconds(), null);
  shells.note(makeQuestion({ verb: "bye" }));
  wanted.noteGoodbye();
  t.equal(news, 1);
  state.isBusy = true;
  t.equal(judgeAfter(hour), null);
  state.isBusy = false;
  t.equal(judgeAfter(1000), null, "the time begins");
  t.equal(wanted.leavesInSeconds(), 1800, "half an hour, until the configuration is read");
  await Promise.resolve();
  await Promise.resolve();
  t.equal(news, 2);
  t.equal(wanted.leavesInSeconds(), 300);
  t.equal(judgeAfter(299_000), null);
  t.equal(wanted.restMs(), 1000);
  t.equal(judgeAfter(1000), "no hooked shell for a while");
});

t.test("forgets shells that died without a goodbye, and pids that are somebody else now", (t) => {
  const { shells } = makeWanted(t.testdir({ "package.json": "{}" }));
  shells.note(makeQuestion({ pid: 2 ** 22 + 1 }));
  t.equal(shells.count(), 0, "never lived");
  shells.note(makeQuestion({ directory: asBytes("/one") }));
  shells.note(makeQuestion({ directory: asBytes("/two"), pid: process.ppid }));
  shells.note(makeQuestion({ directory: asBytes("/cli"), shell: "cli" }));
  t.same([...shells.directories()], ["/two", "/one"], "the latest first");
  shells.prune();
  t.equal(shells.count(), 2);
  t.end();
});

t.test("leaves when it has been too big three times in a row", (t) => {
  const { judgeAfter, shells } = makeWanted(t.testdir({ "package.json": "{}" }));
  shells.note(makeQuestion());
  let megabytes = 151;
  const { memoryUsage } = process;
  const rss = memoryUsage.rss.bind(memoryUsage);
  process.memoryUsage.rss = (): number => megabytes * 2 ** 20;
  t.teardown(() => {
    process.memoryUsage.rss = rss;
  });
  const looks = (times: number): readonly (string | null)[] =>
    Array.from({ length: times }, () => judgeAfter(betweenLooksMs)).filter(Boolean);
  t.same(looks(2), []);
  megabytes = 100;
  t.same(looks(1), []);
  megabytes = 151;
  t.same(looks(3), ["it has grown too big"]);
  t.end();
});

t.test("leaves when a part of it could not be loaded", (t) => {
  const { wanted, shells, judgeAfter } = makeWanted(t.testdir({ "package.json": "{}" }));
  let news = 0;
  wanted.onNews(() => {
    news += 1;
  });
  shells.note(makeQuestion());
  t.equal(judgeAfter(0), null);
  wanted.notePartMissing();
  t.equal(news, 1);
  t.equal(judgeAfter(0), "a part of its program could not be loaded");
  t.end();
});

t.test("leaves when its program is replaced or gone, at once when a newer hook asks", (t) => {
  for (const change of [
    (path: string): void => fs.rmSync(path),
    (path: string): void => {
      fs.writeFileSync(`${path}.new`, "{}");
      fs.renameSync(`${path}.new`, path);
    },
  ]) {
    const place = makeWanted(t.testdir({ "package.json": "{}" }));
    const { judgeAfter, shells, packageFile, wanted } = place;
    shells.note(makeQuestion());
    t.equal(judgeAfter(0), null);
    wanted.heardOf("1.0.1");
    t.equal(judgeAfter(0), null, "a newer hook alone is no reason");
    change(packageFile);
    t.equal(judgeAfter(0), null, "not looked at each time");
    wanted.heardOf("0.9.0");
    t.equal(judgeAfter(0), null, "an older hook is none either");
    wanted.heardOf("1.0.1");
    t.match(judgeAfter(0), /installed anew/);
  }
  t.end();
});
