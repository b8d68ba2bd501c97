// What a script of an environment says its Python is, whatever its directory is called.

import t from "tap";
import { fromText } from "../../../daemon/core/bytes.ts";
import { runsOwnPython } from "../../../daemon/core/script-python.ts";

const inShell = (python: string, options = ""): string =>
  `#!/bin/sh\n'''exec' "${python}"${options} "$0" "$@"\n' '''\nimport re\n`;

for (const place of ["/p/app/.venv", "/p/a b/.venv", '/p/17" rack/.venv', "/p/B $5 x/.venv"]) {
  const python = `${place}/bin/python3`;
  for (const script of [inShell(python), inShell(python, " -s -E")]) {
    t.ok(runsOwnPython(fromText(script), fromText(place)), script);
    t.notOk(runsOwnPython(fromText(script), fromText("/p/moved/.venv")), script);
  }
}
