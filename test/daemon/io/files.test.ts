// Files of other people are read without waiting, without following, and never without bound.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import t from "tap";
import { asBytes, fromText, toBuffer, toText } from "../../../daemon/core/bytes.ts";
import { lstat, readBounded, realpath } from "../../../daemon/io/files.ts";
import { makeThrowAway } from "../../real/throw-away.ts";
import { makeHouse } from "../service/house.ts";

const throwAway = makeThrowAway();
t.teardown(throwAway.remove);
const at = (name: string): string => join(throwAway.path, name);
const read = (name: string) => readBounded(fromText(at(name)));

t.test("a regular file comes whole", async (t) => {
  for (const length of [0, 1, 4096, 65_536]) {
    fs.writeFileSync(at("file"), "x".repeat(length));
    const content = await read("file");
    t.equal(content?.bytes.length, length);
    t.equal(content?.fact.size, BigInt(length));
  }
});

t.test("anything else is nothing, at once", async (t) => {
  fs.writeFileSync(at("big"), "x".repeat(65_537));
  fs.truncateSync(at("big"), 10 * 1024 ** 3);
  fs.mkdirSync(at("directory"));
  fs.writeFileSync(at("target"), "secret");
  fs.symlinkSync(at("target"), at("link"));
  fs.symlinkSync("/dev/zero", at("zero"));
  fs.symlinkSync("loop", at("loop"));
  execFileSync("mkfifo", [at("fifo")]);
  const server = createServer().listen(at("socket"));
  await new Promise((resolve) => server.once("listening", resolve));
  t.teardown(() => server.close());
  for (const name of ["big", "directory", "link", "zero", "loop", "fifo", "socket", "none"]) {
    const before = performance.now();
    t.equal(await read(name), null, name);
    t.ok(performance.now() - before < 500, `${name} waits for nobody`);
  }
});

t.test("four FIFOs named pyvenv.cfg leave the next question as quick as ever", async (t) => {
  const house = makeHouse(t);
  const projects = ["a", "b", "c", "d"].map((name) => house.project(name));
  for (const project of projects) {
    fs.rmSync(join(project, ".venv/pyvenv.cfg"));
    execFileSync("mkfifo", [join(project, ".venv/pyvenv.cfg")]);
  }
  const honest = house.project("honest");
  await house.trust(honest);
  const answers = await Promise.all(projects.map((project) => house.ask(project)));
  for (const answer of answers) {
    t.match(answer, { state: "out", marks: "b" });
  }
  t.match(await house.ask(honest), { state: "in" });
});

t.test("FIFOs, sockets and devices in every place of an environment", async (t) => {
  const house = makeHouse(t);
  for (const name of [".venv", ".venv/bin", ".venv/bin/python", ".venv/bin/pip"]) {
    const project = house.project(`p${name.replaceAll("/", "-")}`);
    await house.trust(project);
    fs.rmSync(join(project, name), { recursive: true });
    execFileSync("mkfifo", [join(project, name)]);
    const answer = await house.ask(project);
    t.equal(answer.state === "in" && answer.decision === "allow", false, name);
    if (!name.endsWith("pip") && !name.endsWith("python")) {
      t.match(answer, { state: "out" }, name);
    }
  }
});

t.test("names are bytes: two directories never become one", async (t) => {
  const names = [0xff, 0xfe].map((byte) => asBytes(`${at("x")}${String.fromCharCode(byte)}`));
  for (const name of names) {
    fs.mkdirSync(toBuffer(name));
  }
  const facts = await Promise.all(names.map(lstat));
  t.not(facts[0]?.inode, facts[1]?.inode);
});

t.test("a path that leads nowhere leads nowhere", async (t) => {
  t.equal(await realpath(fromText(at("nowhere"))), null);
  t.equal(await realpath(fromText(at("loop"))), null);
  const target = await realpath(fromText(at("link")));
  t.equal(target === null ? null : toText(target), at("target"));
});
