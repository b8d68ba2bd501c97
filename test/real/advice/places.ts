// Places where pip is refused, and where the line that is shown must have put the package.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { goes, type, type Row } from "./paste.ts";
import { makeEnvironment, makeFixed, type Scene } from "./scene.ts";

/** With the package in a project that the line makes, or that it made before. */
const inNewProject = ({ sandbox }: Scene): string => join(sandbox.home, "my-project/.venv");
const inPlace =
  (name: string) =>
  ({ path }: Scene): string =>
    join(path, name, ".venv");

const withoutEnsurepip: Row = {
  name: "Debian without python3-venv",
  package: "tiny_debian",
  go: (scene) => goes(scene, join(scene.path, "debian")),
  types: "pip install tiny_debian",
  line: /^apt install python3\.\d+-venv && pyguard venv && pip install tiny_debian$/,
  lands: inPlace("debian"),
};

const anywhere: readonly Row[] = [
  {
    name: "HOME",
    package: "tiny_home",
    go: (scene) => goes(scene, scene.sandbox.home),
    types: "python3 -m pip install tiny_home",
    line: /^mkdir -p ~\/my-project && cd ~\/my-project && pyguard venv && python3 -m pip install tiny_home$/,
    lands: inNewProject,
  },
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
    line: /^rm -r \.venv && pyguard venv && pip install tiny_half$/,
    lands: inPlace("half"),
  },
  {
    name: "an environment that nobody trusted",
    package: "tiny_folder",
    go: async (scene) => {
      makeEnvironment(scene, join(scene.path, "folder/.venv"), { pip: true });
      await goes(scene, join(scene.path, "folder"));
    },
    types: "pip install --user tiny_folder",
    line: /^pyguard trust && pip install tiny_folder$/,
    lands: inPlace("folder"),
  },
  {
    name: "one that was left by hand",
    package: "tiny_left",
    go: (scene) => type(scene, "deactivate"),
    types: "pip install tiny_left",
    line: /^pyguard enter && pip install tiny_left$/,
    lands: inPlace("folder"),
  },
  {
    name: "an entered environment without pip",
    package: "tiny_bare",
    go: async (scene) => {
      makeEnvironment(scene, join(scene.path, "bare/.venv"), { pip: false });
      await goes(scene, join(scene.path, "bare"));
      await type(scene, "pyguard trust");
    },
    types: "pip install tiny_bare",
    line: /^python -m ensurepip && python -m pip install tiny_bare$/,
    lands: inPlace("bare"),
  },
];

export const places = ({ mayMount }: { readonly mayMount: boolean }): readonly Row[] =>
  mayMount ? [withoutEnsurepip, ...anywhere] : anywhere;
