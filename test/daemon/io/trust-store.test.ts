// What is on disk gives trust only as it was written, by whom it was written, under the name it was written to.

import fs from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { asBytes, fromText } from "../../../daemon/core/bytes.ts";
import * as files from "../../../daemon/io/files.ts";
import { sealLine as seal } from "../../../daemon/io/sealed-line.ts";
import { unseal } from "../../../daemon/io/trust-store.ts";
import { renderTrustRecord } from "../../../daemon/core/trust-record.ts";
import { record } from "../core/facts.ts";
import { makeHouse, type House } from "../service/house.ts";

type Trusted = { readonly house: House; readonly project: string; readonly file: string };

async function makeTrusted(t: Test): Promise<Trusted> {
  const house = makeHouse(t);
  const project = house.project("p");
  await house.trust(project);
  const directory = join(house.home, ".local/state/pyguard/trust");
  const [name = ""] = fs.readdirSync(directory);
  return { house, project, file: join(directory, name) };
}

t.test("directories are 0700 and files 0600, whatever the umask", async (t) => {
  const { house, project, file } = await makeTrusted(t);
  fs.rmSync(join(house.home, ".local"), { recursive: true });
  const before = process.umask(0);
  t.teardown(() => process.umask(before));
  await house.trust(project);
  t.equal(fs.statSync(file).mode & 0o777, 0o600);
  t.equal(fs.statSync(join(file, "..")).mode & 0o777, 0o700);
  t.equal(fs.statSync(join(file, "../..")).mode & 0o777, 0o700);
  t.equal(fs.readdirSync(join(file, "..")).length, 1, "nothing is left beside");
});

t.test("no single bit and no truncation of a record gives trust", (t) => {
  const whole = seal(renderTrustRecord(record()));
  t.same(unseal(whole), record());
  for (let length = 0; length < whole.length; length += 1) {
    if (unseal(asBytes(whole.slice(0, length))) !== null) {
      t.fail(`${length} bytes of ${whole.length} are taken for a record`);
    }
  }
  for (let bit = 0; bit < whole.length * 8; bit += 1) {
    const bytes = Buffer.from(whole, "latin1");
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    if (unseal(asBytes(bytes.toString("latin1"))) !== null) {
      t.fail(`bit ${bit} flipped is taken for a record`);
    }
  }
  t.equal(unseal(asBytes(`${whole}\n`)), null);
  t.equal(unseal(asBytes(`${whole}${whole}`)), null);
  t.end();
});

t.test("the same on disk: never in, told in one line, and trusting anew mends it", async (t) => {
  const { house, project, file } = await makeTrusted(t);
  const whole = fs.readFileSync(file);
  for (let sample = 0; sample < 60; sample += 1) {
    const bytes = Buffer.from(whole);
    const at = Math.floor((sample / 60) * bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (sample & 7));
    fs.writeFileSync(file, sample % 3 === 0 ? whole.subarray(0, at) : bytes);
    const answer = await house.ask(project);
    t.equal(answer.state, "out", `byte ${at}`);
    if (sample === 0) {
      t.match(
        answer.line,
        /the record of its trust, .*, is damaged\. To trust it anew: pyguard trust/,
      );
    }
  }
  await house.trust(project);
  t.match(await house.ask(project), { state: "in" });
});

t.test("a record under another name is none", async (t) => {
  const { house, project, file } = await makeTrusted(t);
  const other = house.project("q");
  await house.trust(other);
  const names = fs.readdirSync(join(file, ".."));
  const otherFile = join(file, "..", names.find((name) => !file.endsWith(name)) ?? "");
  fs.copyFileSync(file, otherFile);
  t.match(await house.ask(other), { state: "out" });
  t.match(await house.ask(project), { state: "in" });
});

t.test("files and directories that others own or can write to trust nothing", async (t) => {
  const isRoot = process.getuid?.() === 0;
  const changes: readonly (readonly [string, (file: string) => void])[] = [
    ["a file others can write to", (file) => fs.chmodSync(file, 0o666)],
    ["a group can", (file) => fs.chmodSync(file, 0o660)],
    ["a directory others can write to", (file) => fs.chmodSync(join(file, ".."), 0o777)],
    [
      "a link",
      (file) => {
        fs.renameSync(file, `${file}.x`);
        fs.symlinkSync(`${file}.x`, file);
      },
    ],
    [
      "a directory",
      (file) => {
        fs.rmSync(file);
        fs.mkdirSync(file);
      },
    ],
    [
      "somebody else's, where that can be made",
      (file) => (isRoot ? fs.chownSync(file, 4321, 4321) : fs.chmodSync(file, 0o666)),
    ],
  ];
  for (const [says, change] of changes) {
    const { house, project, file } = await makeTrusted(t);
    change(file);
    const answer = await house.ask(project);
    t.match(answer, { state: "out", marks: "u" }, says);
    t.match(answer.line, /the record of its trust/, says);
  }
});

t.test("a refusal wins while its file is there, whatever is in it", async (t) => {
  const { house, project, file } = await makeTrusted(t);
  const deny = join(file, "../../deny");
  fs.mkdirSync(deny);
  for (const content of ["", "garbage", "\0\0"]) {
    fs.writeFileSync(join(deny, file.slice(file.lastIndexOf("/") + 1)), content);
    t.match(await house.ask(project), { state: "out", line: "" });
  }
  fs.rmSync(deny, { recursive: true });
  t.match(await house.ask(project), { state: "in" });
});

t.test("lists what was said, and what cannot be read", async (t) => {
  const { house, project, file } = await makeTrusted(t);
  const other = house.project("q");
  await house.answers.store.refuse({
    environment: fromText(join(other, ".venv")),
    project: fromText(other),
  });
  fs.writeFileSync(join(file, "..", "0".repeat(64)), "x", { mode: 0o600 });
  fs.writeFileSync(join(file, "..", "not-a-key"), "x");
  const listed = await house.answers.store.list();
  t.same(listed.map(({ kind }) => kind).toSorted(), ["refused", "trusted", "unreadable"]);
  t.match(
    listed.find(({ kind }) => kind === "trusted"),
    { record: { project } },
  );
  t.match(
    listed.find(({ kind }) => kind === "refused"),
    { pair: { project: other } },
  );
});

t.test("a state directory that cannot be written says so and keeps the old record", async (t) => {
  const { house, project, file } = await makeTrusted(t);
  const before = fs.readFileSync(file);
  const blocked = join(house.path, "blocked");
  fs.writeFileSync(blocked, "");
  await t.rejects(house.restart({ XDG_STATE_HOME: join(blocked, "x") }).trust(project));
  t.same(fs.readFileSync(file), before);
  t.equal(await files.readBounded(fromText(join(blocked, "x"))), null);
});
