// Why a daemon that is well leaves all the same.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { asBytes } from "../../../daemon/core/bytes.ts";
import { createShells } from "../../../daemon/io/shells.ts";
import { Wanted } from "../../../daemon/io/wanted.ts";
import { makeQuestion } from "./stage.ts";

const beatsBetweenLooks = 5;

function makeWanted(root: string, idleMinutes = 30) {
  const packageFile = join(root, "package.json");
  const shells = createShells();
  const state = { isBusy: false };
  const wanted = new Wanted({
    shells,
    packageFile,
    version: "1.0.0",
    idleMinutes: () => Promise.resolve(idleMinutes),
    failed: (what) => t.fail(what),
    isBusy: () => state.isBusy,
    tidy: () => {},
  });
  const beat = (times: number): readonly (string | null)[] =>
    Array.from({ length: times }, () => wanted.judge());
  return { wanted, shells, state, beat, packageFile };
}

t.test(
  "stays while a shell lives or a question is open, and counts from the last of them",
  async (t) => {
    const root = t.testdir({ "package.json": "{}" });
    const { wanted, shells, state, beat } = makeWanted(root, 0.000001);
    shells.note(makeQuestion());
    t.same(beat(3), [null, null, null]);
    t.equal(wanted.leavesInSeconds(), null);
    shells.note(makeQuestion({ verb: "bye" }));
    state.isBusy = true;
    t.same(beat(1), [null]);
    state.isBusy = false;
    t.same(beat(1), [null], "the time begins");
    t.equal(
      wanted.leavesInSeconds(),
      1800,
      "half an hour, as long as the configuration is not read",
    );
    await Promise.resolve();
    await Promise.resolve();
    t.match(beat(1), ["no hooked shell for a while"]);
  },
);

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
  const { beat, shells } = makeWanted(t.testdir({ "package.json": "{}" }));
  shells.note(makeQuestion());
  let megabytes = 151;
  const { memoryUsage } = process;
  const rss = memoryUsage.rss.bind(memoryUsage);
  process.memoryUsage.rss = (): number => megabytes * 2 ** 20;
  t.teardown(() => {
    process.memoryUsage.rss = rss;
  });
  t.same(beat(2 * beatsBetweenLooks).filter(Boolean), []);
  megabytes = 100;
  t.same(beat(beatsBetweenLooks).filter(Boolean), []);
  megabytes = 151;
  t.same(beat(3 * beatsBetweenLooks).filter(Boolean), ["it has grown too big"]);
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
    const { beat, shells, packageFile, wanted } = makeWanted(t.testdir({ "package.json": "{}" }));
    shells.note(makeQuestion());
    wanted.heardOf("1.0.1");
    t.same(beat(1), [null], "a newer hook alone is no reason");
    change(packageFile);
    t.same(beat(1), [null], "not looked at each time");
    wanted.heardOf("0.9.0");
    t.same(beat(1), [null], "an older hook is none either");
    wanted.heardOf("1.0.1");
    t.match(beat(1)[0], /installed anew/);
  }
  t.end();
});
