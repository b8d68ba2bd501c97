// What a refusal shows to paste works: typed as it was printed, it brings the package into an entered environment.

import t from "tap";
import { paste } from "./advice/paste.ts";
import { places } from "./advice/places.ts";
import { marked, openScene } from "./advice/scene.ts";
import { eachShell } from "./each-shell.ts";

const packages = places({ mayMount: true }).map((row) => row.package);

if (!marked) {
  t.pass("no marked Python with a pip", { skip: `${packages.length} scenarios left out` });
} else {
  eachShell({ title: "advice", count: packages.length }, async (t, shell) => {
    const scene = await openScene(t, { shell, packages });
    for (const row of places(scene)) {
      await t.test(row.name, (t) => paste({ ...scene, t }, row));
    }
    if (!scene.mayMount) {
      t.comment("Debian without python3-venv: only root can look as if, left out");
    }
  });
}
