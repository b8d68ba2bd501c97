// Walking in, around and out again.

import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { hookLine } from "../sandbox.ts";
import { cd, has, inside, leave, meanwhile, outside, printsNothing, types } from "../steps.ts";
import type { Scenario } from "../stage.ts";

export const entering: readonly Scenario[] = [
  {
    name: "enters a project, stays in its directories, leaves",
    projects: { proj: "trusted", "proj/src/deep": "bare" },
    steps: [
      outside(),
      cd("proj"),
      printsNothing(),
      inside("proj"),
      types("python -c 'import sys; print(sys.prefix == sys.base_prefix)'"),
      cd("proj/src/deep"),
      inside("proj"),
      leave(),
      printsNothing(),
      outside(),
    ],
  },
  {
    name: "switches between siblings whose names begin alike",
    projects: { proj: "trusted", proj2: "trusted" },
    steps: [
      cd("proj"),
      inside("proj"),
      cd("proj2"),
      inside("proj2"),
      cd("proj"),
      inside("proj"),
      leave(),
      outside(),
    ],
  },
  {
    name: "leaves when .venv is deleted",
    projects: { proj: "trusted" },
    steps: [
      cd("proj"),
      inside("proj"),
      meanwhile(({ path }) => {
        rmSync(join(path, "proj/.venv"), { recursive: true });
      }),
      types(""),
      outside(),
    ],
  },
  {
    name: "notices a .venv that was made and trusted elsewhere",
    projects: { proj: "bare" },
    steps: [
      cd("proj"),
      outside(),
      meanwhile(async ({ sandbox, path }) => {
        sandbox.makeVenv(join(path, "proj/.venv"));
        await sandbox.pyguard(["trust", join(path, "proj")]);
      }),
      types(""),
      inside("proj"),
    ],
  },
  {
    name: "notices that the environment it stands in was trusted",
    projects: { proj: "untrusted" },
    steps: [
      cd("proj"),
      outside(),
      meanwhile(async ({ sandbox, path }) => {
        await sandbox.pyguard(["trust", join(path, "proj")]);
      }),
      types(""),
      inside("proj"),
    ],
  },
  {
    name: "names the canonical environment behind a linked project",
    projects: { proj: "trusted" },
    prepare: ({ path }) => {
      symlinkSync(join(path, "proj"), join(path, "link"));
    },
    steps: [
      cd("link"),
      inside("link", "(proj) > "),
      cd("proj"),
      inside("proj"),
      leave(),
      outside(),
    ],
  },
  {
    name: "enters the nearest of nested projects",
    projects: { outer: "trusted", "outer/inner": "trusted" },
    steps: [
      cd("outer"),
      inside("outer"),
      cd("outer/inner"),
      inside("outer/inner", "(inner) > "),
      cd("outer"),
      inside("outer"),
      leave(),
      outside(),
    ],
  },
  {
    name: "leaves the outer project inside a nested one that is not trusted",
    projects: { outer: "trusted", "outer/inner": "untrusted" },
    steps: [
      cd("outer"),
      inside("outer"),
      cd("outer/inner"),
      outside(),
      cd("outer"),
      inside("outer"),
    ],
  },
  {
    name: "is right at the first prompt inside a project on a cold machine",
    projects: { proj: "trusted" },
    start: "proj",
    alone: true,
    steps: [inside("proj"), leave(), outside()],
  },
  {
    name: "puts PYTHONHOME aside and back",
    projects: { proj: "trusted" },
    steps: [
      types(({ set }) => set("PYTHONHOME", "/nowhere")),
      cd("proj"),
      has("PYTHONHOME", undefined),
      inside("proj"),
      leave(),
      has("PYTHONHOME", "/nowhere"),
      outside(),
    ],
  },
  {
    name: "removes only its own entry from a PATH that was edited inside",
    projects: { proj: "trusted" },
    steps: [
      cd("proj"),
      inside("proj"),
      types(({ prepend }) => prepend("/mine/first")),
      leave(),
      has("PATH", ({ path0 }) => `/mine/first:${path0}`),
    ],
  },
  {
    name: "is one hook when its file is loaded twice",
    projects: { proj: "trusted" },
    after: ({ name }) => hookLine(name),
    steps: [outside(), cd("proj"), printsNothing(), inside("proj"), leave(), outside()],
  },
  {
    name: "tells a directory from another that differs in case alone, whatever the shell's options",
    shells: ["bash"],
    projects: { proj: "trusted", Proj: "bare" },
    steps: [
      types("shopt -s nocasematch"),
      cd("proj"),
      inside("proj"),
      types(""),
      types(""),
      types("cd ../Proj"),
      outside(),
      types(""),
      types("cd ../proj"),
      inside("proj"),
    ],
  },
  {
    name: "looks again at a prompt that was found unchanged more than once",
    projects: { proj: "trusted" },
    steps: [
      cd("proj"),
      types(""),
      types(""),
      types(""),
      inside("proj"),
      types("/bin/mv .venv gone"),
      outside(),
      types(""),
      types(""),
      types("/bin/mv gone .venv"),
      inside("proj"),
    ],
  },
];
