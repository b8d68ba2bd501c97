// Programs beside the account's own packages (~/.local/bin) whose Python is gone, or is one environment's.

import { asBytes, fromBuffer, toText, type Bytes } from "../../../daemon/core/bytes.ts";
import { basename, join, parent } from "../../../daemon/core/path.ts";
import { interpreterIn } from "../../../daemon/core/script-python.ts";
import { spell, type Desk } from "../desk.ts";
import type { Finding } from "../finding.ts";
import { userBase } from "./find-pythons.ts";

const headLimit = 4096;

/** By first lines alone; nothing is run. */
export async function examineScripts(desk: Desk): Promise<readonly Finding[]> {
  const directory = join(userBase(desk), "bin");
  const names = (await desk.eyes.namesIn(directory)).toSorted();
  const found = await Promise.all(names.map((name) => examineScript(join(directory, name), desk)));
  return found.flat();
}

async function examineScript(path: Bytes, desk: Desk): Promise<readonly Finding[]> {
  const { eyes } = desk;
  // pipx and uv put links there, and look after them.
  if ((await eyes.linkTarget(path)) !== null) {
    return [];
  }
  const head = await eyes.readHead(path, headLimit);
  const python = head === null ? null : interpreterIn(fromBuffer(head));
  if (python === null || !/^(?:python|pypy)[\d.]*$/.test(basename(python))) {
    return [];
  }
  const rest = {
    where: toText(path),
    mend: spell(desk, ...["rm", "--"].map(asBytes), path),
    names: [toText(basename(path))],
  };
  if ((await eyes.typeOf(python)) !== "file") {
    return [{ id: "user-scripts", what: `its Python is gone: ${toText(python)}`, ...rest }];
  }
  const prefix = parent(parent(python));
  const [cfg, conda] = await Promise.all([
    eyes.isFile(join(prefix, "pyvenv.cfg")),
    eyes.isDirectory(join(prefix, "conda-meta")),
  ]);
  const what = `it is everywhere on PATH, and runs in one environment: ${toText(prefix)}`;
  return cfg || conda ? [{ id: "user-scripts", what, ...rest }] : [];
}
