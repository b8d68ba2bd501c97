// Runs rows of advice in every shell that is here, each shell in one terminal.

import t from "tap";
import { dialectOf } from "../dialect.ts";
import { eachShell } from "../each-shell.ts";
import type { Sandbox } from "../sandbox.ts";
import { paste, type Row } from "./paste.ts";
import { marked, openScene, type Scene } from "./scene.ts";
import { condaFunction, makeSharedPythons } from "./shared-pythons.ts";

const fileTimeoutMs = 900_000;

export type Advice = {
  readonly title: string;
  readonly rows: readonly Row[];
  /** Leaves out what this machine cannot look like. */
  readonly rowsFor?: (scene: Scene) => readonly Row[];
  /** Puts down more before the shell starts. */
  readonly prepare?: (sandbox: Sandbox) => void;
};

export function runAdvice({ title, rows: all, rowsFor, prepare }: Advice): void {
  if (!marked) {
    t.pass(`${title}: no marked Python with a pip`, { skip: `${all.length} scenarios left out` });
    return;
  }
  eachShell({ title, count: all.length }, async (t, shell) => {
    const scene = await openScene(t, {
      shell,
      packages: all.map((row) => row.package),
      after: condaFunction(dialectOf(shell.name)),
      prepare: (sandbox) => {
        makeSharedPythons(sandbox);
        prepare?.(sandbox);
      },
    });
    const rows = rowsFor?.(scene) ?? all;
    for (const row of rows) {
      await t.test(row.name, (t) => paste({ ...scene, t }, row));
    }
    if (rows.length < all.length) {
      t.comment(`${all.length - rows.length} scenarios left out: only root can mount`);
    }
  });
  t.setTimeout(fileTimeoutMs);
}
