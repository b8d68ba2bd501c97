// Ways to break and repair an interpreter.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { file, first, install, second, type Change } from "./change.ts";
import { answering } from "./pythons.ts";

export const breaks: readonly Change[] = [
  {
    what: "it is removed",
    change: (p) => fs.rmSync(p.path(file)),
    expect: /no such program/,
    runs: 0,
  },
  {
    what: "it becomes a directory",
    change: (p) => {
      fs.rmSync(p.path(file));
      fs.mkdirSync(p.path(file));
    },
    expect: /no such program/,
    runs: 0,
  },
  {
    what: "it becomes a pipe that nobody writes to",
    change: (p) => {
      fs.rmSync(p.path(file));
      execFileSync("mkfifo", [p.path(file)]);
    },
    expect: /no such program/,
    runs: 0,
  },
  {
    what: "it may not be run any more",
    change: (p) => fs.chmodSync(p.path(file), 0o644),
    expect: /may not be run/,
    runs: 0,
  },
  {
    what: "it may be run again",
    before: (p) => {
      const path = install(p);
      fs.chmodSync(path, 0o644);
      return path;
    },
    change: (p) => fs.chmodSync(p.path(file), 0o755),
    expect: first,
    runs: 1,
  },
  {
    what: "it is cut off",
    change: (p) => fs.truncateSync(p.path(file), 0),
    expect: /it is no program/,
    runs: 0,
  },
  {
    what: "it is cut off in its middle",
    change: (p) => fs.truncateSync(p.path(file), 60),
    expect: /^broken/,
    runs: 1,
  },
  {
    what: "it cannot start any more",
    change: (p) => {
      p.write(p.path(file), "echo 'libpython3.12.so.1.0: cannot open' >&2; exit 127");
    },
    expect: /status 127: libpython3\.12\.so\.1\.0: cannot open/,
    runs: 1,
  },
  {
    what: "it is repaired",
    before: (p) => p.write(p.path(file), "exit 1"),
    change: (p) => {
      install(p);
    },
    expect: first,
    runs: 1,
  },
  {
    what: "what it lacked comes back, a minute later",
    before: (p) => {
      install(p);
      return p.write(
        p.path(file),
        `[ -e '${p.path("so")}' ] || exit 1\n${answering(p.path(file))}`,
      );
    },
    change: (p, asker) => {
      fs.writeFileSync(p.path("so"), "");
      asker.wait(60_000);
    },
    expect: first,
    runs: 1,
  },
  {
    what: "a shim becomes a Python",
    before: (p) => p.write(p.path(file), answering("/elsewhere/python")),
    change: (p) => {
      install(p, "3.13.0");
    },
    expect: second,
    runs: 1,
  },
  {
    what: "a Python becomes a shim",
    change: (p) => {
      p.write(p.path(file), answering("/elsewhere/python"));
    },
    expect: /^shim/,
    runs: 1,
  },
];
