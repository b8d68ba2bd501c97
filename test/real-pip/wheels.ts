// Wheels of a few hundred bytes: with them a real pip installs without a network.

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { python } from "../real/python.ts";

const script = `
import sys, zipfile
for name in sys.argv[2:]:
    with zipfile.ZipFile(sys.argv[1] + "/" + name + "-1.0-py3-none-any.whl", "w") as wheel:
        info = name + "-1.0.dist-info/"
        wheel.writestr(name + ".py", "answer = 42\\n")
        wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: " + name + "\\nVersion: 1.0\\n")
        wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(info + "RECORD", "".join(f + ",,\\n" for f in (name + ".py", info + "METADATA", info + "WHEEL", info + "RECORD")))
`;

/** Makes a wheel of a module `NAME.py` for each name. */
export function makeWheels(directory: string, names: readonly string[]): void {
  mkdirSync(directory, { recursive: true });
  execFileSync(python(), ["-I", "-c", script, directory, ...names]);
}

/** Puts a package where pip would have put its wheel. */
export function unpack(site: string, name: string): void {
  const information = join(site, `${name}-1.0.dist-info`);
  mkdirSync(information, { recursive: true });
  const files = {
    [`${name}.py`]: "answer = 42\n",
    [`${name}-1.0.dist-info/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n`,
    [`${name}-1.0.dist-info/INSTALLER`]: "pip\n",
  };
  const record = [...Object.keys(files), `${name}-1.0.dist-info/RECORD`];
  for (const [path, text] of Object.entries(files)) {
    writeFileSync(join(site, path), text);
  }
  writeFileSync(join(information, "RECORD"), record.map((path) => `${path},,\n`).join(""));
}

/** What pip has to be told to look nowhere else. */
export function onlyWheels(directory: string): Readonly<Record<string, string>> {
  return {
    PIP_NO_INDEX: "1",
    PIP_FIND_LINKS: directory,
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
    PIP_ROOT_USER_ACTION: "ignore",
  };
}
