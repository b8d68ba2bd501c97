// When every shell must ask again, and when none need to.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { asBytes, type Bytes } from "../../../daemon/core/bytes.ts";
import { askStatus } from "../../../daemon/io/hello.ts";
import { Standing } from "../../../daemon/io/standing.ts";
import { ask, makeQuestion, makeStage, until } from "./stage.ts";

const a = asBytes("/a");
const b = asBytes("/b");

function makeStanding(at: readonly Bytes[]) {
  const digests = new Map<Bytes, string>();
  const handedOver = new Set<Bytes>();
  const counts = { bumps: 0, failures: 0 };
  const standing = new Standing({
    digest: (directory) =>
      digests.get(directory) === "fails"
        ? Promise.reject(new Error("no answer"))
        : Promise.resolve(digests.get(directory) ?? ""),
    hasOtherRights: (directory) => handedOver.has(directory),
    directories: () => new Set(at),
    bump: () => {
      counts.bumps += 1;
    },
    isBusy: () => false,
    failed: () => {
      counts.failures += 1;
    },
  });
  return { standing, digests, handedOver, counts };
}

t.test(
  "what changed for one answer and is as before: whoever has that answer is told",
  async (t) => {
    const { standing, digests, counts } = makeStanding([a]);
    standing.expect(a);
    standing.answered(a, "in");
    digests.set(a, "others may write");
    standing.expect(a);
    standing.answered(a, "out");
    digests.set(a, "");
    await standing.recheckNow();
    t.equal(counts.bumps, 1);
    standing.answered(a, "in");
    standing.answered(a, "in");
    await standing.recheckNow();
    t.equal(counts.bumps, 1, "once");
  },
);

t.test("says at once that somebody has other rights, and says it once", (t) => {
  const { standing, handedOver, counts } = makeStanding([a, b]);
  [a, b].forEach((directory) => standing.expect(directory));
  handedOver.add(a);
  standing.recheckRights([b], [b]);
  t.equal(counts.bumps, 0, "of another place");
  standing.recheckRights([a], [a]);
  t.equal(counts.bumps, 1, "before any look that takes time");
  standing.recheckRights([a], [a]);
  t.equal(counts.bumps, 1, "until a shell has asked");
  standing.expect(a);
  standing.recheckRights([a], [a]);
  t.equal(counts.bumps, 2);
  standing.stop();
  t.end();
});

t.test("says nothing while nothing changes", async (t) => {
  const { standing, counts } = makeStanding([a, b]);
  [a, b].forEach((directory) => standing.expect(directory));
  await standing.recheckNow();
  t.equal(counts.bumps, 0);
});

t.test("says it once when places change, and not again", async (t) => {
  const { standing, digests, counts } = makeStanding([a, b]);
  [a, b].forEach((directory) => standing.expect(directory));
  await standing.recheckNow();
  digests.set(a, "changed").set(b, "changed");
  await standing.recheckNow();
  await standing.recheckNow();
  t.equal(counts.bumps, 1);
});

t.test("compares with what was true before the answer, not after it", async (t) => {
  const { standing, digests, counts } = makeStanding([a]);
  standing.expect(a);
  digests.set(a, "changed while it was answered");
  await standing.recheckNow();
  t.equal(counts.bumps, 1);
});

t.test("a place where nobody stands concerns nobody", async (t) => {
  const { standing, digests, counts } = makeStanding([a]);
  [a, b].forEach((directory) => standing.expect(directory));
  await standing.recheckNow();
  digests.set(b, "changed");
  standing.recheck([b]);
  await standing.recheckNow();
  t.equal(counts.bumps, 0);
});

t.test("a place that cannot be looked at has not changed", async (t) => {
  const { standing, digests, counts } = makeStanding([a]);
  standing.expect(a);
  await standing.recheckNow();
  digests.set(a, "fails");
  await standing.recheckNow();
  digests.set(a, "");
  await standing.recheckNow();
  t.same(counts, { bumps: 0, failures: 1 });
  digests.set(a, "changed");
  await standing.recheckNow();
  t.equal(counts.bumps, 1);
});

t.test(
  "the witness gets another name when a poke finds a change, and every shell learns of it",
  async (t) => {
    const { root, runtime, serve, names } = makeStage(t);
    const { pid } = await serve();
    const place = asBytes(join(root, "place"));
    fs.mkdirSync(place);
    const question = makeQuestion({ directory: place });
    t.equal((await ask(runtime, question))?.witness, `up.1.0.${pid}`);
    await ask(runtime, makeQuestion({ shell: "cli", directory: place }));
    t.ok(names().includes(`up.1.0.${pid}`), "a poke alone is no change");
    fs.writeFileSync(join(place, "digest"), "another");
    t.equal((await ask(runtime, makeQuestion({ shell: "cli" })))?.witness, `up.1.1.${pid}`);
    t.notOk(names().includes(`up.1.0.${pid}`));
  },
);

t.test("a change is found after a question from the same place, too", async (t) => {
  const { root, runtime, serve, names } = makeStage(t);
  const { pid } = await serve();
  const place = asBytes(join(root, "place"));
  fs.mkdirSync(place);
  await ask(runtime, makeQuestion({ directory: place }));
  fs.writeFileSync(join(place, "digest"), "another");
  await ask(runtime, makeQuestion({ directory: place }));
  await until(runtime, () => names().includes(`up.1.1.${pid}`));
});

t.test("a watched place tells by itself", async (t) => {
  const { root, runtime, serve, names } = makeStage(t);
  const { pid } = await serve();
  const place = asBytes(join(root, "place"));
  fs.mkdirSync(place);
  await ask(runtime, makeQuestion({ directory: place }));
  // The watcher is loaded when it has been quiet; from then on a change is heard without any question.
  await until(runtime, async () => ((await askStatus(runtime, 1000))?.watched ?? 0) > 0);
  fs.writeFileSync(join(place, "digest"), "another");
  await until(runtime, () => names().includes(`up.1.1.${pid}`));
});
