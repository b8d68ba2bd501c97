// Environments of their own, in which only the way to install was the mistake; and one that is gone.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { siteOf } from "../../real-pip/prefix.ts";
import type { Farm } from "./farm.ts";
import { exactly, goes, inPlace, type, type Row } from "./paste.ts";
import type { Scene } from "./scene.ts";
import { leave } from "./table.ts";

const tiny = "tiny_advice";
const asUser = `pip install --user ${tiny}`;
const plain = `pip install ${tiny}`;

type Plan = {
  readonly name: string;
  readonly types: string;
  readonly line: string;
  /** What is activated by conda's own word. */
  readonly activates?: string;
  readonly first?: (scene: Scene, directory: string) => Promise<unknown>;
  /** The environment of conda's that has it afterwards; else the directory's own. */
  readonly lands?: string;
};

const plans: readonly Plan[] = [
  { name: "conda-env", activates: "sci", types: asUser, line: plain, lands: "sci" },
  { name: "pixi-env", activates: "pixi", types: asUser, line: plain, lands: "pixi" },
  {
    name: "a shared conda-env",
    activates: "shared",
    types: plain,
    line: `conda create -n a-shared-conda-env python pip && conda activate a-shared-conda-env && ${plain}`,
    lands: "a-shared-conda-env",
  },
  {
    name: "venv-system-site",
    first: (scene) => type(scene, "pyguard venv --system-site-packages"),
    types: asUser,
    line: plain,
  },
  {
    name: "one activated by hand that is gone",
    first: async (scene, directory) => {
      const other = join(directory, "other");
      await type(scene, `python3 -m venv ${scene.dialect.quote(other)}`);
      await type(scene, scene.dialect.source(join(other, "bin", scene.dialect.activate)));
      rmSync(other, { recursive: true });
    },
    types: plain,
    line: `deactivate && pyguard venv && ${plain}`,
  },
];

export function isolatedRows(farm: Farm): readonly Row[] {
  return plans.map((plan) => rowOf(plan, farm));
}

function rowOf({ name, types, line, activates, first, lands }: Plan, farm: Farm): Row {
  const own = name.replaceAll(" ", "-");
  const python = { kind: "global", name: "", bin: join(farm.path, "opt/python/bin") } as const;
  return {
    name,
    package: tiny,
    go: async (scene) => {
      await leave(scene, activates === undefined ? python : { ...python, activates }, farm);
      // Other shells had it, too.
      rmSync(join(farm.path, "conda/envs", own), { recursive: true, force: true });
      if (lands !== undefined && lands !== own) {
        rmSync(join(siteOf(join(farm.path, "conda/envs", lands)), `${tiny}.py`), { force: true });
      }
      const directory = join(scene.path, own);
      await goes(scene, directory);
      await first?.(scene, directory);
    },
    types,
    line: exactly(line),
    lands: (scene) =>
      lands === undefined ? inPlace(own)(scene) : join(scene.sandbox.home, "conda/envs", lands),
    ...(lands === undefined ? {} : { variable: "CONDA_PREFIX" }),
  };
}
