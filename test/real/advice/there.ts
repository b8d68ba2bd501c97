// Places where an environment is, entered or not.

import { join } from "node:path";
import { goes, inPlace, type, type Row } from "./paste.ts";
import { makeEnvironment } from "./scene.ts";

export const there: readonly Row[] = [
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
    line: /^(?:(?:apt update && )?apt install python3\.\d+-venv && )?python -m ensurepip --default-pip && python -m pip install tiny_bare$/,
    lands: inPlace("bare"),
  },
];
