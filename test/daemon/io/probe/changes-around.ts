// Changes of what lies around an interpreter, and of the variables that it heeds.

import fs from "node:fs";
import { disguise, file, first, install, library, type Change } from "./change.ts";
import type { Place } from "./pythons.ts";

const asked = { isNamed: true };

export const surroundings: readonly Change[] = [
  {
    what: "its library is gone",
    change: (p) => fs.rmSync(p.path(library), { recursive: true }),
    expect: first,
    runs: 1,
  },
  {
    what: "its library is upgraded, the program stays",
    change: (p) => {
      fs.writeFileSync(p.path(library, "os.new"), "# 3.12.2");
      fs.renameSync(p.path(library, "os.new"), p.path(library, "os.py"));
    },
    expect: first,
    runs: 1,
  },
  {
    what: "somebody marks it",
    change: (p) => fs.writeFileSync(p.path(library, "EXTERNALLY-MANAGED"), "x"),
    expect: first,
    runs: 1,
  },
  {
    what: "the mark says something else, size and times as before",
    before: withMarker,
    change: (p) =>
      disguise(p.path(library, "EXTERNALLY-MANAGED"), "[externally-managed]\nError=two\n"),
    expect: first,
    runs: 1,
  },
  {
    what: "the mark is taken away",
    before: withMarker,
    change: (p) => fs.rmSync(p.path(library, "EXTERNALLY-MANAGED")),
    expect: first,
    runs: 1,
  },
  {
    what: "an environment is made around it",
    change: (p) => fs.writeFileSync(p.path("py/pyvenv.cfg"), "home = /usr/bin\n"),
    expect: /^refused: environment/,
    runs: 0,
  },
  {
    what: "an environment is made around one that was named",
    change: (p) => fs.writeFileSync(p.path("py/pyvenv.cfg"), "home = /usr/bin\n"),
    always: asked,
    expect: first,
    runs: 1,
  },
  {
    what: "pyvenv.cfg appears beside it",
    change: (p) => fs.writeFileSync(p.path("py/bin/pyvenv.cfg"), "home = /usr/bin\n"),
    always: asked,
    expect: first,
    runs: 1,
  },
  {
    what: "pyvenv.cfg says something else, size and times as before",
    before: withCfg,
    change: (p) => disguise(p.path("py/pyvenv.cfg"), "home = /b\nversion = 3.13\n"),
    always: asked,
    expect: first,
    runs: 1,
  },
  {
    what: "pyvenv.cfg is taken away",
    before: withCfg,
    change: (p) => fs.rmSync(p.path("py/pyvenv.cfg")),
    always: asked,
    expect: first,
    runs: 1,
  },
  {
    what: "others may write where it lies",
    change: (p) => fs.chmodSync(p.path("py/bin"), 0o777),
    expect: /^refused: writable/,
    runs: 0,
  },
  {
    what: "a project is made around it",
    change: (p) => fs.writeFileSync(p.path("py/pyproject.toml"), ""),
    expect: /^refused: project/,
    runs: 0,
  },
  {
    what: "a project is made around it, and taken away",
    change: async (p, asker) => {
      fs.writeFileSync(p.path("py/pyproject.toml"), "");
      await asker.ask(p.path(file));
      fs.rmSync(p.path("py/pyproject.toml"));
    },
    expect: first,
    runs: 0,
  },
];

export const variables: readonly Change[] = [
  ...["PYTHONHOME", "PYTHONUSERBASE", "PYTHONNOUSERSITE", "PYTHONPLATLIBDIR"].map(
    (name): Change => ({
      what: `${name} is set`,
      change: (p) => fs.mkdirSync(p.path("x")),
      next: (p) => ({ variables: { [name]: p.path("x") } }),
      expect: first,
      runs: 1,
    }),
  ),
  {
    what: "HOME is another",
    change: (p) => fs.mkdirSync(p.path("x")),
    next: (p) => ({ variables: { HOME: p.path("x") } }),
    expect: first,
    runs: 1,
  },
  {
    what: "variables change that mean nothing to it",
    change: () => {},
    next: () => ({ variables: { LANG: "C", PYTHONPATH: "/x", TERM: "dumb", VIRTUAL_ENV: "/x" } }),
    expect: first,
    runs: 0,
  },
  {
    what: "a variable is set and taken away",
    change: async (p, asker) => {
      await asker.ask(p.path(file), { variables: { PYTHONNOUSERSITE: "1" } });
    },
    expect: first,
    runs: 0,
  },
  {
    what: "one stands elsewhere",
    change: (p) => fs.mkdirSync(p.path("x")),
    next: (p) => ({ directory: p.path("x") }),
    expect: first,
    runs: 0,
  },
];

function withCfg(place: Place): string {
  fs.mkdirSync(place.path("py"), { recursive: true });
  fs.writeFileSync(place.path("py/pyvenv.cfg"), "home = /a\nversion = 3.12\n");
  return install(place);
}

function withMarker(place: Place): string {
  const path = install(place);
  fs.writeFileSync(place.path(library, "EXTERNALLY-MANAGED"), "[externally-managed]\nError=one\n");
  return path;
}
