// Files among the account's own packages that do something at every start of a Python.

import { asBytes, toText, type Bytes } from "../../../daemon/core/bytes.ts";
import { join } from "../../../daemon/core/path.ts";
import { spell, type Desk } from "../desk.ts";
import type { Finding } from "../finding.ts";
import type { Group } from "./ask-pythons.ts";
import { isEditable, showPackage, type Package } from "./library.ts";
import { spellRemoval } from "./spell-removal.ts";

const codeLimit = 64 * 1024;

/** What runs, or leads elsewhere, at every start of every such Python. */
export async function findCode(group: Group, desk: Desk): Promise<readonly Finding[]> {
  const { files, packages } = group.user;
  const found = await Promise.all([
    ...files.toSorted().map((file) => examineFile(file, group, desk)),
    ...packages.map((one) => examinePackage(one, group, desk)),
  ]);
  return found.filter((finding) => finding !== null);
}

async function examineFile(
  file: Bytes,
  { user, program }: Group,
  desk: Desk,
): Promise<Finding | null> {
  const path = join(user.directory, file);
  const effect = /^usercustomize(?:\.pyc?)?$/.test(file) ? "runs" : await readPth(path, desk);
  if (effect === null) {
    return null;
  }
  const words = {
    runs: `it runs at every start of every ${program}`,
    "runs code": `it runs code at every start of every ${program}`,
    "adds directories": `it adds directories to every ${program}`,
  };
  return {
    id: effect === "adds directories" ? "user-site-editable" : "user-site-code",
    what: words[effect],
    where: toText(path),
    mend: spell(desk, ...["rm", "-r", "--"].map(asBytes), path),
    names: [toText(file)],
  };
}

/** As site.py reads one: a line that imports is run, others are directories, but for comments. */
async function readPth(
  path: Bytes,
  { eyes }: Desk,
): Promise<"runs code" | "adds directories" | null> {
  const head = path.endsWith(".pth") ? await eyes.readHead(path, codeLimit) : null;
  const lines = head?.toString("latin1").split("\n") ?? [];
  if (lines.some((line) => /^import[ \t]/.test(line))) {
    return "runs code";
  }
  return lines.some((line) => /^[^#\s]/.test(line)) ? "adds directories" : null;
}

async function examinePackage(one: Package, group: Group, desk: Desk): Promise<Finding | null> {
  if (!(await isEditable(one, desk.eyes))) {
    return null;
  }
  return {
    id: "user-site-editable",
    what: `your own ${showPackage(one)} is a link to a working copy, for every ${group.program}`,
    where: toText(one.info),
    mend: await spellRemoval([one], group, desk),
    names: [one.name],
  };
}
