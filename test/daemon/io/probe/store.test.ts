// Answers on disk: whatever happens to the files, what is read back is what was written or nothing.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { asBytes, fromBuffer, fromText } from "../../../../daemon/core/bytes.ts";
import { sha256 } from "../../../../daemon/io/digest.ts";
import { countLimit, createProbeStore, seal, unseal } from "../../../../daemon/io/probe/store.ts";
import { age, brief, filesIn, interpreter, makePlace, until, type Place } from "./pythons.ts";

const key = sha256(fromText("one"));
const kept = { identity: sha256(fromText("i")), interpreter: interpreter("/py/bin/python") };
const whole = seal(key, kept);

t.test("what was sealed is what comes out", (t) => {
  t.same(unseal(whole, key), kept);
  t.equal(unseal(whole, sha256(fromText("other"))), null, "but not for another");
  const odd = { ...kept, interpreter: interpreter("/p\u00ff\u0001'\"/bin/\u00e4") };
  t.same(unseal(seal(key, odd), key), odd);
  t.end();
});

t.test("nothing comes out of a file that was cut off anywhere", (t) => {
  for (let length = 0; length < whole.length; length += 1) {
    if (unseal(asBytes(whole.slice(0, length)), key) !== null) {
      t.fail(`cut off after ${length} bytes it was believed`);
    }
  }
  t.end();
});

t.test("nothing comes out of a file with a bit turned", (t) => {
  const bits = whole.length * 8;
  for (let bit = 0; bit < bits; bit += 3) {
    const buffer = Buffer.from(whole, "latin1");
    const at = Math.floor(bit / 8);
    buffer.writeUInt8(buffer.readUInt8(at) ^ (1 << (bit % 8)), at);
    if (unseal(fromBuffer(buffer), key) !== null) {
      t.fail(`with bit ${bit} turned it was believed`);
    }
  }
  t.end();
});

t.test("nothing comes out of a file with something behind it", (t) => {
  for (const more of ["\n", "x", whole, "\0"]) {
    t.equal(unseal(asBytes(`${whole}${more}`), key), null);
  }
  t.end();
});

/** What may happen to the one file of an answer, and what the line that tells of it says. */
const damages: readonly (readonly [string, (file: string, place: Place) => void, RegExp])[] = [
  ["emptied", (file) => fs.truncateSync(file), /is damaged/],
  ["cut off", (file) => fs.truncateSync(file, 100), /is damaged/],
  ["overwritten", (file) => fs.writeFileSync(file, "x".repeat(500)), /is damaged/],
  ["far too big", (file) => fs.truncateSync(file, 1e9), /no small file/],
  ["a directory", (file) => (fs.rmSync(file), fs.mkdirSync(file)), /no small file/],
  [
    "a link to what it was",
    (file) => (fs.renameSync(file, `${file}.x`), fs.symlinkSync(`${file}.x`, file)),
    /no small file/,
  ],
  [
    "of a newer version",
    (file) =>
      fs.writeFileSync(
        file,
        fs.readFileSync(file, "utf8").replace('"pyguard-probe-1"', '"pyguard-probe-2"'),
      ),
    /another version \(pyguard-probe-2\)/,
  ],
  ["open to others", (file) => fs.chmodSync(file, 0o666), /written by others/],
  ["in a directory open to others", (_, { cache }) => fs.chmodSync(cache, 0o777), /by others/],
];

for (const [what, damage, line] of damages) {
  t.test(`a file that is ${what} is told of once, passed over and made anew`, async (t) => {
    const place = makePlace(t);
    const file = place.python(place.path("py/bin/python"));
    await age();
    await askOnce(place, file);
    damage(join(place.cache, filesIn(place.cache)[0] ?? ""), place);
    const next = place.start();
    t.equal(brief(await next.ask(file)), "interpreter 3.12.1");
    t.equal(place.runs(), 2);
    t.equal(next.said.length >= 1, true);
    t.match(next.said[0], line);
    t.equal(next.said.filter((said) => line.test(said)).length, 1);
    if (what !== "a directory" && !what.startsWith("in a directory")) {
      await until(() => isWhole(place), "it was not made anew");
      const last = place.start();
      t.equal(brief(await last.ask(file)), "interpreter 3.12.1");
      t.equal(place.runs(), 2);
    }
  });
}

t.test("somebody else's answers are not believed", { skip: !isRoot() }, async (t) => {
  const place = makePlace(t);
  const file = place.python(place.path("py/bin/python"));
  await age();
  await askOnce(place, file);
  fs.chownSync(join(place.cache, filesIn(place.cache)[0] ?? ""), 65_534, 65_534);
  const next = place.start();
  await next.ask(file);
  t.equal(place.runs(), 2);
  t.match(next.said, [/belongs to somebody else/]);
});

t.test("files are for nobody else", async (t) => {
  const place = makePlace(t);
  const file = place.python(place.path("py/bin/python"));
  await age();
  await askOnce(place, file);
  const mode = (path: string): number => fs.statSync(path).mode & 0o777;
  t.equal(mode(place.cache), 0o700);
  t.equal(mode(join(place.cache, filesIn(place.cache)[0] ?? "")), 0o600);
});

t.test("a cache that cannot be written is told of, and nothing else changes", async (t) => {
  const place = makePlace(t);
  fs.writeFileSync(place.path(".cache"), "in the way");
  const file = place.python(place.path("py/bin/python"));
  await age();
  const asker = place.start();
  t.equal(brief(await asker.ask(file)), "interpreter 3.12.1");
  t.equal(brief(await asker.ask(file)), "interpreter 3.12.1");
  t.equal(place.runs(), 1);
  await until(() => asker.said.length > 0, "nothing was said");
});

t.test("there are never more than so many, and the oldest go", async (t) => {
  const place = makePlace(t);
  const { account, cache } = place;
  const store = createProbeStore({ directory: fromText(cache), account, debug: () => {} });
  fs.mkdirSync(cache, { recursive: true, mode: 0o700 });
  for (let index = 0; index < countLimit + 5; index += 1) {
    const name = join(cache, `probe-${index.toString(16).padStart(32, "0")}`);
    fs.writeFileSync(name, "", { mode: 0o600 });
    fs.utimesSync(name, index, index);
  }
  const stray = join(cache, `probe-${"a".repeat(32)}.1.abcdef`);
  const fresh = join(cache, `probe-${"b".repeat(32)}.1.abcdef`);
  const others = join(cache, "somebody-else");
  [stray, fresh, others].forEach((path) => fs.writeFileSync(path, ""));
  fs.utimesSync(stray, 1, 1);
  fs.utimesSync(others, 1, 1);
  await store.keep(key, kept);
  const left = filesIn(cache);
  t.equal(left.length, countLimit);
  t.ok(left.includes(`probe-${key.slice(0, 32)}`));
  t.notOk(left.includes(`probe-${"0".repeat(32)}`));
  t.same([stray, fresh, others].map(fs.existsSync), [false, true, true]);
  t.same(await store.load(key), kept);
});

t.test("an answer that is too long is not kept", async (t) => {
  const place = makePlace(t);
  const { account, cache } = place;
  const store = createProbeStore({ directory: fromText(cache), account, debug: () => {} });
  const searchPath = Array.from({ length: 200 }, (_, index) =>
    fromText(`/${index}/${"x".repeat(200)}`),
  );
  await store.keep(key, { ...kept, interpreter: { ...kept.interpreter, searchPath } });
  t.equal(await store.load(key), null);
});

async function askOnce(place: Place, file: string): Promise<void> {
  await place.start().ask(file);
  await until(() => filesIn(place.cache).length === 1, "nothing was kept");
}

function isWhole({ cache }: Place): boolean {
  const path = join(cache, filesIn(cache)[0] ?? "");
  const stats = fs.lstatSync(path);
  const isPlain = stats.isFile() && (stats.mode & 0o777) === 0o600;
  return isPlain && stats.size < 1e5 && isOfThisVersion(path);
}

/** What was damaged is replaced as a whole: its end stands only in a record that is. */
function isOfThisVersion(path: string): boolean {
  const text = fs.readFileSync(path, "latin1");
  return text.length > 500 && text.includes('"pyguard-probe-1"');
}

function isRoot(): boolean {
  return process.geteuid?.() === 0;
}
