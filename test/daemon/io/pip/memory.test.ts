// What was looked at is remembered while it is the same, and not a moment longer.

import { mkdirSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";
import t from "tap";
import type { Eyes } from "../../../../daemon/io/pip/eyes.ts";
import { Memory } from "../../../../daemon/io/pip/memory.ts";
import { createWorlds } from "../../../../daemon/io/world.ts";
import { bytes } from "./pythons.ts";

const openWorld = createWorlds(() => performance.now());

/** Old enough that a change would show in its times. */
async function settle(): Promise<void> {
  await pass(60);
}

/** Asks twice and counts the looks. */
function counted(look: (eyes: Eyes) => Promise<unknown>) {
  const memory = new Memory(openWorld);
  let looks = 0;
  return {
    looks: () => looks,
    ask: () =>
      memory.recall(["key"], (eyes) => {
        looks += 1;
        return look(eyes);
      }),
  };
}

t.test("asks a file once, and again when it changed", async (t) => {
  const file = join(t.testdir({ file: "one" }), "file");
  const { ask, looks } = counted((eyes) => eyes.readSmall(bytes(file)));
  await settle();
  t.equal(await ask(), "one");
  t.equal(await ask(), "one");
  t.equal(looks(), 1);
  writeFileSync(file, "two");
  t.equal(await ask(), "two");
  await settle();
  unlinkSync(file);
  t.equal(await ask(), null);
});

t.test("a file that was not there is noticed when it comes", async (t) => {
  const directory = t.testdir();
  const { ask, looks } = counted((eyes) => eyes.isFile(bytes(join(directory, "file"))));
  await settle();
  t.equal(await ask(), false);
  t.equal(await ask(), false);
  t.equal(looks(), 1);
  writeFileSync(join(directory, "file"), "");
  t.equal(await ask(), true);
});

t.test("a link that leads elsewhere is noticed, and a change behind it", async (t) => {
  const directory = t.testdir({ a: "a", b: "b" });
  const link = join(directory, "link");
  symlinkSync("a", link);
  const { ask } = counted((eyes) => eyes.readSmall(bytes(link)));
  await settle();
  t.equal(await ask(), "a");
  unlinkSync(link);
  symlinkSync("b", link);
  t.equal(await ask(), "b");
  await settle();
  t.equal(await ask(), "b");
  writeFileSync(join(directory, "b"), "c");
  t.equal(await ask(), "c");
});

t.test("a name in a directory is noticed", async (t) => {
  const directory = t.testdir({ a: "" });
  const { ask } = counted((eyes) => eyes.namesIn(bytes(directory)));
  await settle();
  t.same(await ask(), ["a"]);
  writeFileSync(join(directory, "b"), "");
  t.match(await ask(), { length: 2 });
});

t.test("a directory that was made anew is another", async (t) => {
  const directory = t.testdir({ in: { file: "one" } });
  const file = join(directory, "in/file");
  const { ask } = counted((eyes) => eyes.readSmall(bytes(file)));
  await settle();
  t.equal(await ask(), "one");
  rmSync(join(directory, "in"), { recursive: true });
  mkdirSync(join(directory, "in"));
  writeFileSync(file, "new");
  utimesSync(file, 1, 1);
  t.equal(await ask(), "new");
});

t.test("what is younger than 20 ms is asked again", async (t) => {
  const file = join(t.testdir({ file: "one" }), "file");
  const { ask, looks } = counted((eyes) => eyes.readSmall(bytes(file)));
  writeFileSync(file, "one");
  await ask();
  await ask();
  t.equal(looks(), 2);
});

/** Two files read, and what they say put together. */
function concluded(paths: readonly string[], isLasting: (value: unknown) => boolean) {
  const memory = new Memory(openWorld);
  let conclusions = 0;
  return {
    conclusions: () => conclusions,
    ask: (asksBesides = false) =>
      memory.recallWhole(
        ["whole"],
        async (recall, other) => {
          conclusions += 1;
          if (asksBesides) {
            other();
          }
          const read = (path: string) => recall([path], (eyes) => eyes.readSmall(bytes(path)));
          return (await Promise.all(paths.map(read))).join("+");
        },
        isLasting,
      ),
  };
}

t.test("a conclusion holds while every file that it rests on is the same", async (t) => {
  const directory = t.testdir({ a: "a", b: "b" });
  const { ask, conclusions } = concluded(
    ["a", "b"].map((name) => join(directory, name)),
    () => true,
  );
  await settle();
  t.equal(await ask(), "a+b");
  t.equal(await ask(), "a+b");
  t.equal(conclusions(), 1);
  writeFileSync(join(directory, "b"), "c");
  t.equal(await ask(), "a+c");
});

t.test(
  "nothing is concluded for good from a file that is young, or from what was asked besides",
  async (t) => {
    const directory = t.testdir({ a: "a" });
    const file = join(directory, "a");
    const { ask, conclusions } = concluded([file], () => true);
    writeFileSync(file, "a");
    await ask();
    await settle();
    await ask(true);
    await ask();
    t.equal(conclusions(), 3);
    await ask();
    t.equal(conclusions(), 3);
  },
);

t.test("what does not last is concluded each time", async (t) => {
  const { ask, conclusions } = concluded([join(t.testdir({ a: "a" }), "a")], () => false);
  await settle();
  await ask();
  await ask();
  t.equal(conclusions(), 2);
});
