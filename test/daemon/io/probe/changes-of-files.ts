// Ways to replace and upgrade an interpreter, by its file and by the links to it.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import {
  disguise,
  file,
  first,
  install,
  renameOver,
  second,
  upgrade,
  type Change,
} from "./change.ts";
import { answering, type Place } from "./pythons.ts";

export const replacements: readonly Change[] = [
  { what: "nothing happens", change: () => {}, expect: first, runs: 0 },
  {
    what: "a new one is renamed over it",
    change: (p) => renameOver(p, p.path(file)),
    expect: second,
    runs: 1,
  },
  { what: "it is rewritten in place", change: (p) => upgrade(p), expect: second, runs: 1 },
  {
    what: "it is rewritten with its old size and times",
    change: (p) =>
      disguise(p.path(file), fs.readFileSync(p.path(file), "utf8").replaceAll("3.12.1", "3.13.0")),
    expect: second,
    runs: 1,
  },
  {
    what: "an upgrade is copied over it, times kept",
    change: (p) => {
      const path = p.path(file);
      p.write(p.path("new"), answering(path, { version: "3.13.0" }));
      fs.utimesSync(p.path("new"), fs.statSync(path).atime, fs.statSync(path).mtime);
      execFileSync("cp", ["-p", p.path("new"), path]);
    },
    expect: second,
    runs: 1,
  },
  {
    what: "it is changed by another of its names",
    before: (p) => {
      const path = install(p);
      fs.linkSync(path, p.path("other-name"));
      return path;
    },
    change: (p) => {
      p.write(p.path("other-name"), answering(p.path(file), { version: "3.13.0" }));
    },
    expect: second,
    runs: 1,
  },
  {
    what: "it is removed and made anew",
    change: (p) => {
      fs.rmSync(p.path(file));
      upgrade(p);
    },
    expect: second,
    runs: 1,
  },
  {
    what: "its whole directory is made anew",
    change: (p) => {
      fs.rmSync(p.path("py"), { recursive: true });
      install(p, "3.13.0");
    },
    expect: second,
    runs: 1,
  },
  {
    what: "its directory is swapped for another",
    before: (p) => {
      install(p, "3.12.1", "other/bin/python");
      p.write(p.path("other/bin/python"), answering(p.path(file), { version: "3.13.0" }));
      return install(p);
    },
    change: (p) => {
      fs.renameSync(p.path("py"), p.path("gone"));
      fs.renameSync(p.path("other"), p.path("py"));
    },
    expect: second,
    runs: 1,
  },
  {
    what: "it goes away and comes back",
    change: (p) => {
      fs.renameSync(p.path(file), p.path("away"));
      fs.renameSync(p.path("away"), p.path(file));
    },
    expect: first,
    runs: 1,
  },
  {
    what: "only its time changes",
    change: (p) => fs.utimesSync(p.path(file), 1, 1),
    expect: first,
    runs: 1,
  },
  {
    what: "only its mode changes",
    change: (p) => fs.chmodSync(p.path(file), 0o700),
    expect: first,
    runs: 1,
  },
  {
    what: "it is replaced while it answers",
    before: (p) => {
      install(p);
      const next = answering(p.path(file), { version: "3.13.0" });
      p.write(p.path("next"), next);
      return p.write(
        p.path(file),
        `${answering(p.path(file))}\nmv '${p.path("next")}' '${p.path(file)}'`,
      );
    },
    change: () => {},
    expect: second,
    runs: 1,
  },
];

export const turns: readonly Change[] = [
  {
    what: "the first link is turned",
    before: linked,
    change: (p) => turn(p.path(file), "../../new/bin/python"),
    expect: second,
    runs: 1,
  },
  {
    what: "a link behind the first is turned",
    before: linked,
    change: (p) => turn(p.path("middle"), "new/bin/python"),
    expect: second,
    runs: 1,
  },
  {
    what: "what the links lead to is upgraded",
    before: linked,
    change: (p) => renameOver(p, p.path("old/bin/python")),
    expect: /^shim 3\.13\.0/,
    runs: 1,
  },
  {
    what: "a link becomes a file",
    before: linked,
    change: (p) => {
      fs.rmSync(p.path(file));
      upgrade(p);
    },
    expect: second,
    runs: 1,
  },
  {
    what: "the directory it lies in was a link, and is turned",
    before: (p) => {
      for (const [name, version] of [
        ["one", "3.12.1"],
        ["two", "3.13.0"],
      ] as const) {
        p.write(p.path(name, "bin/python"), answering(p.path("current/bin/python"), { version }));
      }
      fs.symlinkSync("one", p.path("current"));
      return p.path("current/bin/python");
    },
    change: (p) => turn(p.path("current"), "two"),
    expect: second,
    runs: 1,
  },
  {
    what: "its link leads nowhere",
    before: linked,
    change: (p) => fs.rmSync(p.path("old"), { recursive: true }),
    expect: /no such program/,
    runs: 0,
  },
  {
    what: "its links lead in a circle",
    before: linked,
    change: (p) => turn(p.path("middle"), "py/bin/python"),
    expect: /no such program/,
    runs: 0,
  },
];

function linked(place: Place): string {
  install(place, "3.12.1", "old/bin/python");
  const path = place.path(file);
  for (const [name, version] of [
    ["old", "3.12.1"],
    ["new", "3.13.0"],
  ] as const) {
    // Each knows itself by the name under which it is asked.
    place.write(place.path(name, "bin/python"), answering(path, { version }));
  }
  fs.mkdirSync(place.path("py/bin"), { recursive: true });
  fs.symlinkSync("../../middle", path);
  fs.symlinkSync("old/bin/python", place.path("middle"));
  return path;
}

function turn(link: string, target: string): void {
  fs.rmSync(link);
  fs.symlinkSync(target, link);
}
