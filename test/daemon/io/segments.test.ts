// What is published of each directory where a shell stands, and what is left of it.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { asBytes, fromText, type Bytes } from "../../../daemon/core/bytes.ts";
import { Segments, removeSegments } from "../../../daemon/io/segments.ts";
import { makeThrowAway } from "../../real/throw-away.ts";

t.test("a line for each directory where a shell stands, and nothing else", async (t) => {
  const throwAway = makeThrowAway();
  t.teardown(throwAway.remove);
  const places = new Map<Bytes, string>();
  const canonical = new Map<Bytes, Bytes>();
  const failures: string[] = [];
  const segments = new Segments({
    directory: fromText(throwAway.path),
    describe: (directory) =>
      Promise.resolve({
        text: asBytes(places.get(directory) ?? ""),
        directories: [...new Set([directory, canonical.get(directory) ?? directory])],
      }),
    standing: () => new Set(places.keys()),
    failed: (what) => failures.push(what),
  });
  const read = (): readonly string[] =>
    fs
      .readdirSync(throwAway.path, { recursive: true, encoding: "utf8" })
      .filter((path) => fs.statSync(join(throwAway.path, path)).isFile())
      .map((path) => `${path} ${fs.readFileSync(join(throwAway.path, path), "utf8")}`)
      .toSorted();
  const stand = async (directory: string, text: string): Promise<void> => {
    places.set(fromText(directory), text);
    await segments.update(fromText(directory));
  };
  const leave = async (directory: string): Promise<void> => {
    places.delete(fromText(directory));
    await segments.prune();
  };

  await stand("/", "||");
  await stand("/w/p", "3.12||p");
  await stand("/w/p/ü $(x)", "3.12||p");
  canonical.set(fromText("/link"), fromText("/w/p"));
  await stand("/link", "3.12||p");
  const all = [
    "d/:segment ||\n",
    "d/link/:segment 3.12||p\n",
    "d/w/p/:segment 3.12||p\n",
    "d/w/p/ü $(x)/:segment 3.12||p\n",
  ];
  t.same(read(), all);
  await stand("/w/p", "3.12|u|p");
  t.same(read()[2], "d/w/p/:segment 3.12|u|p\n");
  t.equal(fs.statSync(join(throwAway.path, "d/w")).mode & 0o777, 0o700);
  t.equal(fs.statSync(join(throwAway.path, "d/:segment")).mode & 0o777, 0o600);

  await leave("/link");
  t.equal(read().length, 3, "a shell still stands where the link leads");
  await leave("/w/p");
  t.same(read(), ["d/:segment ||\n", "d/w/p/ü $(x)/:segment 3.12||p\n"]);
  await leave("/w/p/ü $(x)");
  t.same(fs.readdirSync(join(throwAway.path, "d")), [":segment"], "no empty directory stays");

  t.same(failures, []);
  await stand("/a/../b", "||");
  await stand("relative", "||");
  t.equal(read().length, 1, "only a path that means what it says");
  await stand(`/${"x".repeat(300)}`, "||");
  t.same(failures, ["publishing a segment"], "and one that fits");
  fs.writeFileSync(join(throwAway.path, "d/full"), "");
  await stand("/full", "||");
  t.equal(failures.length, 2);
  fs.rmSync(join(throwAway.path, "d/full"));
  await stand("/full", "||");
  t.equal(read()[1], "d/full/:segment ||\n", "what could not be written is written later");
  segments.stop();
  await stand("/late", "||");
  t.equal(read().length, 2);
  removeSegments(throwAway.path);
  t.same(read(), []);
});
