// What people do by hand stays as they did it.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cd, has, inside, leave, outside, printsNothing, types } from "../steps.ts";
import type { Dialect } from "../dialect.ts";
import type { Scenario, Stage, Step } from "../stage.ts";

function activates(environment: string): Step {
  return types(({ source, activate }: Dialect, { path }: Stage) =>
    source(join(path, environment, "bin", activate)),
  );
}

const deactivates = types("deactivate");

function usesOther(): Step {
  return has("VIRTUAL_ENV", ({ path }) => join(path, "other/venv"));
}

/** What `conda activate` does in a shell: its own `bin` comes first. */
function entersConda(prefix: string): Step {
  return types(({ set, prepend }, { path }) =>
    [set("CONDA_PREFIX", join(path, prefix)), prepend(join(path, prefix, "bin"))].join("; "),
  );
}

/** A start file that activates what is here, then loads a theme: the prompt that it finds is none that anybody wants back. */
const themed: Readonly<Record<Dialect["name"], string>> = {
  bash: `theme=$PS1; PS1='$ '; source .venv/bin/activate; PS1=$theme`,
  zsh: `theme=$PS1; PS1='%# '; source .venv/bin/activate; PS1=$theme`,
  fish: [
    "functions --copy fish_prompt theme",
    "function fish_prompt; echo 'old '; end",
    "source .venv/bin/activate.fish",
    "functions --erase fish_prompt",
    "functions --copy theme fish_prompt",
  ].join("; "),
  pwsh: "",
};

export const byHand: readonly Scenario[] = [
  {
    name: "leaves another environment alone when it walks into a project",
    projects: { proj: "trusted", other: "bare" },
    prepare: ({ sandbox, path }) => {
      sandbox.makeVenv(join(path, "other/venv"));
    },
    steps: [
      activates("other/venv"),
      usesOther(),
      cd("proj"),
      printsNothing(),
      usesOther(),
      has("PATH", ({ path, path0 }) => `${path}/other/venv/bin:${path0}`),
      leave(),
      usesOther(),
      deactivates,
      has("PATH", ({ path0 }) => path0),
      cd("proj"),
      inside("proj"),
    ],
  },
  {
    name: "steps aside for another environment that is activated inside a project",
    projects: { proj: "trusted", other: "bare" },
    prepare: ({ sandbox, path }) => {
      sandbox.makeVenv(join(path, "other/venv"));
    },
    steps: [
      cd("proj"),
      inside("proj"),
      activates("other/venv"),
      usesOther(),
      has("PATH", ({ path, path0 }) => `${path}/other/venv/bin:${path0}`),
      has("PYGUARD_ACTIVE", undefined),
      leave(),
      usesOther(),
    ],
  },
  {
    name: "enters over conda's base again, and steps aside for another of conda's",
    projects: { proj: "trusted", conda: "bare" },
    // What is entered a prompt later, on a busy machine, is not what is looked at here.
    environment: () => ({ PYGUARD_DAEMON: "0" }),
    prepare: ({ path }) => {
      for (const place of ["conda/condabin", "conda/conda-meta", "conda/envs/sci/conda-meta"]) {
        mkdirSync(join(path, place), { recursive: true });
      }
      writeFileSync(join(path, "conda/conda-meta/history"), "");
      writeFileSync(join(path, "conda/envs/sci/conda-meta/history"), "");
    },
    steps: [
      cd("proj"),
      inside("proj"),
      entersConda("conda"),
      has("PATH", ({ path, path0 }) => `${path}/proj/.venv/bin:${path}/conda/bin:${path0}`),
      has("VIRTUAL_ENV", ({ path }) => join(path, "proj/.venv")),
      entersConda("conda/envs/sci"),
      has("PATH", ({ path, path0 }) => `${path}/conda/envs/sci/bin:${path}/conda/bin:${path0}`),
      has("VIRTUAL_ENV", undefined),
      has("PYGUARD_ACTIVE", undefined),
      types(({ unset }) => unset("CONDA_PREFIX")),
      has("VIRTUAL_ENV", ({ path }) => join(path, "proj/.venv")),
    ],
  },
  {
    name: "adopts the project's own environment that was activated before walking in",
    projects: { proj: "trusted" },
    steps: [
      activates("proj/.venv"),
      has("VIRTUAL_ENV", ({ path }) => join(path, "proj/.venv")),
      cd("proj"),
      inside("proj"),
      leave(),
      outside(),
    ],
  },
  {
    name: "adopts the project's own environment that is activated over ours",
    projects: { proj: "trusted" },
    steps: [
      cd("proj"),
      inside("proj"),
      activates("proj/.venv"),
      inside("proj"),
      activates("proj/.venv"),
      inside("proj"),
      deactivates,
      outside(),
    ],
  },
  {
    name: "keeps a prompt that was made after a start file activated the project's own environment",
    shells: ["bash", "zsh", "fish"],
    projects: { proj: "trusted" },
    before: ({ name }) => themed[name],
    start: "proj",
    steps: [inside("proj"), deactivates, outside(), leave(), cd("proj"), inside("proj")],
  },
  {
    name: "trusts what the person activated",
    projects: { proj: "untrusted" },
    steps: [
      cd("proj"),
      outside(),
      activates("proj/.venv"),
      inside("proj"),
      leave(),
      outside(),
      cd("proj"),
      inside("proj"),
    ],
  },
  {
    name: "stays out after deactivate until the project is left",
    projects: { proj: "trusted", "proj/sub": "bare" },
    steps: [
      cd("proj"),
      inside("proj"),
      deactivates,
      printsNothing(),
      outside(),
      cd("proj/sub"),
      outside(),
      cd("proj"),
      outside(),
      leave(),
      cd("proj"),
      inside("proj"),
    ],
  },
  {
    name: "stays out after deactivate where two slashes begin the path",
    projects: { proj: "trusted", "proj/sub": "bare" },
    steps: [
      types((dialect, { path }) => dialect.cd(`/${path}/proj/sub`)),
      inside("proj"),
      deactivates,
      types("cd .."),
      outside(),
      types("cd .."),
      types("cd proj"),
      inside("proj"),
    ],
  },
  {
    name: "enters an environment that was made by hand a moment ago",
    projects: { proj: "bare" },
    steps: [
      cd("proj"),
      outside(),
      types("python3 -m venv --without-pip .venv"),
      inside("proj"),
      leave(),
      outside(),
    ],
  },
  {
    name: "makes .venv where python -m venv is given no directory",
    projects: { proj: "bare" },
    steps: [cd("proj"), types("python3 -m venv --without-pip"), inside("proj")],
  },
];
