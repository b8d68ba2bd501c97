// All that can be seen of a directory tree, so that two moments can be compared.

import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Each path with its kind, mode, owner, links and bytes. Times may move: a file that is written back is new. */
export function snapshot(
  root: string,
  without: readonly RegExp[] = [],
): Readonly<Record<string, string>> {
  const seen: Record<string, string> = {};
  const visit = (path: string): void => {
    if (without.some((pattern) => pattern.test(path.slice(root.length)))) {
      return;
    }
    const stat = lstatSync(path);
    const owner = `${stat.uid}:${stat.gid} ${stat.mode.toString(8)}`;
    if (stat.isDirectory()) {
      seen[path.slice(root.length)] = `directory ${owner}`;
      for (const name of readdirSync(path)) {
        visit(`${path}/${name}`);
      }
    } else if (stat.isSymbolicLink()) {
      seen[path.slice(root.length)] = `link to ${readlinkSync(path)}`;
    } else {
      const bytes = stat.isFile() ? readFileSync(path).toString("latin1") : "";
      seen[path.slice(root.length)] = `file ${owner} ${stat.nlink} ${JSON.stringify(bytes)}`;
    }
  };
  visit(root);
  return seen;
}

/** What shells leave behind when they start, pyguard or not. */
export const leftByShells: readonly RegExp[] = [/^\/\.config\/fish\/fish_variables/];
