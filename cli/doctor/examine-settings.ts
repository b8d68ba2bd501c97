// pyguard's own files: the configuration, and the paths that install.sh recorded.

import { configurationFile } from "../../daemon/core/own-directories.ts";
import { fromBuffer, fromText, split, toText, type Bytes } from "../../daemon/core/bytes.ts";
import { join } from "../../daemon/core/path.ts";
import { showPath } from "../../daemon/core/show-name.ts";
import { spellPath, type Desk } from "./desk.ts";
import type { Finding } from "./finding.ts";

/** In a clone there are no recorded paths, and nothing to say of them. */
export async function examineSettings(desk: Desk): Promise<readonly Finding[]> {
  const { complaints } = await desk.workspace.ports.settings();
  const file = configurationFile(desk.context);
  const name = showPath(file);
  const wrong = complaints.map((complaint): Finding => {
    const what = toText(complaint).replace(`${toText(name)}: `, "");
    return { id: "configuration", what, where: toText(name), mend: `correct ${toText(name)}` };
  });
  return [...wrong, ...(await examineNode(desk)), ...(await examineBash(desk))];
}

const listLimit = 64 * 1024;

/** The paths in a file of install.sh's; null where there is none, as in a clone. */
async function readPaths(file: Bytes, { eyes }: Desk): Promise<readonly Bytes[] | null> {
  const head = await eyes.readHead(file, listLimit);
  return head === null ? null : split(fromBuffer(head), "\n").filter((line) => line !== "");
}

async function areGone(paths: readonly Bytes[], { eyes }: Desk): Promise<boolean> {
  const found = await Promise.all(paths.map((path) => eyes.isProgram(path)));
  return !found.includes(true);
}

async function examineNode(desk: Desk): Promise<readonly Finding[]> {
  const file = join(desk.context.programHome, "node-paths");
  const paths = await readPaths(file, desk);
  if (paths === null || !(await areGone(paths, desk))) {
    return [];
  }
  const what = `Node.js is not there any more where it was when pyguard was installed (${paths.map(toText).join(", ")})`;
  // Not whatever `node` means to the shell: that may be a function, or too old.
  const mend = `echo ${spellPath(desk, fromText(process.execPath))} > ${spellPath(desk, file)}`;
  return [{ id: "node-gone", what, where: toText(file), mend }];
}

/** fish's helper and PowerShell's programs run in it. */
async function examineBash(desk: Desk): Promise<readonly Finding[]> {
  const file = join(desk.context.programHome, "bash-path");
  const [path] = (await readPaths(file, desk)) ?? [];
  if (path === undefined || !(await areGone([path], desk))) {
    return [];
  }
  const what = `bash, which fish and PowerShell need to ask the daemon, is not there any more: ${toText(path)}`;
  const find = desk.shell.name === "pwsh" ? "(Get-Command bash)[0].Source" : "command -v bash";
  return [
    { id: "bash-gone", what, where: toText(file), mend: `${find} > ${spellPath(desk, file)}` },
  ];
}
