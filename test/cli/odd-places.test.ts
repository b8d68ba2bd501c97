// Outputs that cannot be written, directories that are gone, homes that are none: one clear line, and nothing lost.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { makeCottage } from "./cottage.ts";

const failed = 1;
const refused = 3;

t.test("a full output is one line and a failure", (t) => {
  const { runIn, home } = makeCottage(t);
  for (const words of [["status"], ["help"], ["explain", "global"], ["trusted", "--json"]]) {
    const ran = runIn('"$@" >/dev/full', home, ...words);
    t.equal(ran.err, "pyguard: the output cannot be written: no space left on device\n");
    t.equal(ran.status, failed);
  }
  t.end();
});

t.test("an exit status is right although its words cannot be written", (t) => {
  const { runIn, home } = makeCottage(t);
  const words = ["check", "--", "python3", "-m", "pip", "install", "x"];
  t.equal(runIn('"$@" 2>/dev/full', home, ...words).status, refused);
  t.equal(runIn('"$@" 2>&-', home, ...words).status, refused);
  t.equal(runIn('"$@" 2>/dev/full', home, "frobnicate").status, 2);
  t.end();
});

t.test("a directory that was removed is called by its name", (t) => {
  const { runIn, directory } = makeCottage(t);
  // What the runner of tests puts in front of each Node wants a directory of its own.
  for (const command of ["trust", "venv", "env"]) {
    const gone = directory("gone");
    const ran = runIn(
      `cd ${gone} && rmdir ${gone} && unset PWD NODE_OPTIONS && "$@"`,
      gone,
      command,
    );
    t.equal(ran.status, failed, command);
    t.match(ran.err, /^pyguard: there is no directory \S*gone[^\n]*\n$/m, command);
  }
  t.end();
});

t.test("a $PWD that leads elsewhere, or nowhere, is not believed", (t) => {
  const { runWith, directory } = makeCottage(t);
  const here = directory("here");
  for (const lie of ["/nowhere", "here", "", "/"]) {
    const { out } = runWith({ PWD: lie }, here, "status", "--json");
    t.match(JSON.parse(out), { directory: fs.realpathSync(here) }, lie);
  }
  t.end();
});

t.test("a directory whose name is not UTF-8 is looked at as it is", (t) => {
  const { runIn, home } = makeCottage(t);
  const path = Buffer.concat([Buffer.from(`${home}/`), Buffer.from([0xff, 0xfe])]);
  fs.mkdirSync(path);
  const ran = runIn('cd "$(printf "\\377\\376")" && "$@"', home, "trust");
  t.match(ran.err, /there is no \.venv in \S*\/\?\? or above it/);
  const made = runIn('cd "$(printf "\\377\\376")" && "$@"', home, "venv");
  t.match(
    made.err,
    /^pyguard: no environment can be made in \S*\/\?\?: its name is not UTF-8;.*\n$/,
  );
  fs.mkdirSync(Buffer.concat([path, Buffer.from("/.venv")]));
  const half = runIn('cd "$(printf "\\377\\376")" && "$@"', home, "trust");
  t.match(half.err, /^pyguard: not trusting \?\?\/\.venv: it has no pyvenv\.cfg/);
  t.end();
});

t.test("what the system says no to is told without Node's codes", (t) => {
  const { runWith, directory } = makeCottage(t);
  const here = directory("here");
  directory("here/conda-meta");
  fs.writeFileSync(join(here, "file"), "");
  const ran = runWith({ XDG_STATE_HOME: join(here, "file") }, here, "trust", "--prefix", here);
  t.match(
    ran.err,
    /^pyguard: the trust cannot be written in \S+: something that is no directory is in its place; nothing changed\n$/,
  );
  t.equal(ran.status, failed);
  t.end();
});

t.test("what cannot be taken away is not said to be gone", (t) => {
  const { runWith, directory } = makeCottage(t);
  const here = directory("here");
  const state = directory("state");
  fs.writeFileSync(join(directory("state/pyguard"), "prefix"), "");
  const ran = runWith({ XDG_STATE_HOME: state }, here, "forget", "--prefix", here);
  t.match(
    ran.err,
    /^pyguard: the trust cannot be written in \S+: something that is no directory is in its place; nothing changed\n$/,
  );
  t.equal(ran.out, "");
  t.equal(ran.status, failed);
  t.end();
});
