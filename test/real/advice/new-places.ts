// Places without an environment: the line that is shown makes one, with what it takes.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { goes, inPlace, type Row } from "./paste.ts";
import { makeFixed, type Scene } from "./scene.ts";
import { canView } from "./view.ts";

/** With the package in a project that the line makes, or that it made before. */
const inNewProject = ({ sandbox }: Scene): string => join(sandbox.home, "my-project/.venv");

const withoutEnsurepip: Row = {
  name: "Debian without python3-venv",
  package: "tiny_debian",
  go: (scene) => goes(scene, join(scene.path, "debian")),
  types: "pip install tiny_debian",
  line: /^(?:apt update && )?apt install python3\.\d+-venv && pyguard venv && pip install tiny_debian$/,
  lands: inPlace("debian"),
};

const home: Row = {
  name: "HOME",
  package: "tiny_home",
  go: (scene) => goes(scene, scene.sandbox.home),
  types: "python3 -m pip install tiny_home",
  line: /^mkdir -p ~\/my-project && cd ~\/my-project && pyguard venv && python3 -m pip install tiny_home$/,
  lands: inNewProject,
};

const anywhere: readonly Row[] = [
  home,
  {
    name: "a directory that everybody can write to",
    package: "tiny_tmp",
    go: (scene) => goes(scene, "/tmp"),
    types: "pip3 install tiny_tmp",
    line: /^mkdir -p ~\/my-project && cd ~\/my-project && pyguard venv && pip3 install tiny_tmp$/,
    lands: inNewProject,
  },
  {
    name: "a directory in which nothing can be made",
    package: "tiny_fixed",
    go: (scene) => goes(scene, makeFixed(scene)),
    types: "pip install tiny_fixed",
    line: /^mkdir -p ~\/my-project && cd ~\/my-project && pyguard venv && pip install tiny_fixed$/,
    lands: inNewProject,
  },
  {
    name: "a half-made environment",
    package: "tiny_half",
    go: async (scene) => {
      mkdirSync(join(scene.path, "half/.venv/bin"), { recursive: true });
      await goes(scene, join(scene.path, "half"));
    },
    types: "pip install tiny_half",
    line: /^mv \.venv \.venv\.old && pyguard venv && pip install tiny_half$/,
    lands: inPlace("half"),
  },
];

/** With a pip of its own for each; where the table of all kinds can be gone through, the rest is in that. */
export function newPlaces({ mayMount }: { readonly mayMount: boolean }): readonly Row[] {
  if (!mayMount) {
    return anywhere;
  }
  return [withoutEnsurepip, ...(canView() ? [home] : anywhere)];
}
