// The table: each kind of Python that is refused, in each place, and the line that is shown there.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { aModules, withoutPip, type Farm, type FarmPython } from "./farm.ts";
import { exactly, goes, inPlace, type, type Row } from "./paste.ts";
import { putQuickPip } from "./quick-pip.ts";
import { makeFixed, type Scene } from "./scene.ts";
import { library, within } from "./view.ts";

const name = "tiny_advice";
const command = `pip install ${name}`;

type Place = {
  readonly name: string;
  /** A row's own below the scene's path where it is left out. */
  readonly directory?: (scene: Scene) => string;
  readonly prepare?: (scene: Scene, directory: string, farm: Farm) => Promise<unknown> | void;
  /** What stands in front of the command. */
  readonly before: (words: Words) => string;
  readonly command?: string;
  readonly isElsewhere?: true;
};

type Words = {
  /** How a Python of this kind makes an environment, in an ordinary place. */
  readonly make: string;
  /** The same where one is made for another place. */
  readonly makeThere: string;
  /** conda makes its own, wherever that is. */
  readonly isConda: boolean;
};

const elsewhere = ({ makeThere }: Words): string => makeThere;

const places: readonly Place[] = [
  { name: "a project", before: ({ make }) => make },
  {
    name: "HOME",
    directory: ({ sandbox }) => sandbox.home,
    before: elsewhere,
    isElsewhere: true,
  },
  { name: "/tmp", directory: () => "/tmp", before: elsewhere, isElsewhere: true },
  {
    name: "a directory in which nothing can be made",
    directory: makeFixed,
    before: elsewhere,
    isElsewhere: true,
  },
  {
    name: "a half-made environment",
    prepare: (_scene, directory) => {
      mkdirSync(join(directory, ".venv/bin"), { recursive: true });
    },
    before: ({ make, isConda }) => (isConda ? make : `mv .venv .venv.old && ${make}`),
  },
  {
    name: "an environment that nobody trusted",
    prepare: ({ sandbox }, directory, { quick }) => {
      sandbox.makeVenv(join(directory, ".venv"));
      putQuickPip(join(directory, ".venv"), quick);
    },
    before: () => "pyguard trust",
  },
  {
    name: "an environment without pip that nobody trusted",
    prepare: ({ sandbox }, directory) => {
      sandbox.makeVenv(join(directory, ".venv"));
      rmSync(join(directory, ".venv/bin/pip"));
    },
    before: () => "pyguard trust && python -m ensurepip --default-pip",
    command: `python -m pip install ${name}`,
  },
  {
    name: "an entered environment without pip",
    prepare: (scene) => type(scene, "pyguard venv --without-pip"),
    before: () => "python -m ensurepip --default-pip",
    command: `python -m pip install ${name}`,
  },
];

/** Every kind in every place. */
export function makeTable(farm: Farm): readonly (Row | null)[] {
  return farm.pythons.flatMap((python) =>
    places.map((place) => (isPossible(python, place) ? rowOf(python, place, farm) : null)),
  );
}

/** What conda activated by hand keeps every other environment out: none is entered below it. */
function isPossible(python: FarmPython, place: Place): boolean {
  return !isByHand(python) || !place.name.startsWith("an entered");
}

/** conda's base is nobody's choice. */
function isByHand({ activates = "base" }: FarmPython): boolean {
  return activates !== "base";
}

export type Share = { readonly turn: number; readonly of: number };

/** A part of the table: with all parts no cell is left, and each has every kind and every place. */
export function takePart(table: readonly (Row | null)[], { turn, of }: Share): readonly Row[] {
  return table.flatMap((row, index) => {
    const kind = Math.floor(index / places.length);
    const isMine = (kind + (index % places.length)) % of === turn % of;
    return row === null || !isMine ? [] : [row];
  });
}

function rowOf(python: FarmPython, place: Place, farm: Farm): Row {
  const own = `${python.name} ${place.name}`.replaceAll(/[^a-z]+/gi, "-").toLowerCase();
  const isCondas = python.activates !== undefined;
  const isMade = isCondas && !/trusted|without/.test(place.name);
  const environment = place.isElsewhere === true ? "my-project" : own;
  const words = wordsOf(python, environment);
  // Where no pip is at all, nothing can go wrong by running it.
  const isLetGo = python.name === withoutPip && place.name.startsWith("an entered");
  const isKept = isByHand(python) && !isMade;
  const line = [
    ...(isKept ? ["conda deactivate"] : []),
    place.before(words),
    place.command ?? command,
  ].join(" && ");
  return {
    name: `${python.name}, ${place.name}`,
    package: name,
    go: async (scene) => {
      await leave(scene, python, farm);
      // Other shells had it, too.
      rmSync(join(farm.path, "conda/envs", environment), { recursive: true, force: true });
      await goes(scene, place.directory?.(scene) ?? join(scene.path, own));
      await place.prepare?.(scene, join(scene.path, own), farm);
    },
    types: command,
    line: exactly(isLetGo ? place.before(words) : line),
    ...(isLetGo ? { isLetGo } : {}),
    lands: (scene) => landing(scene, { place, own, isMade, environment }),
    ...(isMade ? { variable: "CONDA_PREFIX" } : {}),
  };
}

type Landing = {
  readonly place: Place;
  readonly own: string;
  readonly isMade: boolean;
  readonly environment: string;
};

function landing(scene: Scene, { place, own, isMade, environment }: Landing): string {
  if (isMade) {
    return join(scene.sandbox.home, "conda/envs", environment);
  }
  return place.isElsewhere === true
    ? join(scene.sandbox.home, "my-project/.venv")
    : inPlace(own)(scene);
}

const there = "mkdir -p ~/my-project && cd ~/my-project";

function wordsOf({ kind, name: title, activates }: FarmPython, environment: string): Words {
  if (activates !== undefined) {
    const make = `conda create -n ${environment} python pip && conda activate ${environment}`;
    return { make, makeThere: make, isConda: true };
  }
  const isSites = kind.startsWith("spack-") || title === aModules;
  const make = `pyguard venv${isSites ? " --system-site-packages" : ""}`;
  return { make, makeThere: `${there} && ${make}`, isConda: false };
}

/** Out of the row before, with this kind's Python first on PATH. */
export async function leave(
  scene: Scene,
  { bin, isUnmarked, activates }: FarmPython,
  farm: Farm,
): Promise<void> {
  const { sandbox, dialect } = scene;
  await type(scene, dialect.cd(sandbox.home));
  rmSync(join(sandbox.home, "my-project"), { recursive: true, force: true });
  const marker = within(scene.terminal.pid, join(library, "EXTERNALLY-MANAGED"));
  if (isUnmarked === true) {
    rmSync(marker, { force: true });
  } else {
    writeFileSync(marker, "[externally-managed]\nError=This is the system's.\n");
  }
  const path = [bin, join(sandbox.home, "bin"), farm.tools].join(":");
  await type(scene, `${dialect.set("CONDA_PREFIX", "")}; ${dialect.set("PATH", path)}`);
  if (activates !== undefined) {
    await type(scene, `conda activate ${activates}`);
  }
}
