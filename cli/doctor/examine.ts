// Looks at everything, in the order in which it is told.

import { normaliseName } from "../../daemon/core/distribution.ts";
import type { Desk } from "./desk.ts";
import { examineDaemon } from "./examine-daemon.ts";
import { examineEnvironments } from "./examine-environments.ts";
import { examineHooks } from "./examine-hooks.ts";
import { examinePath } from "./examine-path.ts";
import { examineRecords } from "./examine-records.ts";
import { examineSettings } from "./examine-settings.ts";
import { examineShell } from "./examine-shell.ts";
import type { Finding } from "./finding.ts";
import { askGroup, tell, type Group, type ToldPython } from "./user-site/ask-pythons.ts";
import { examineConda } from "./user-site/examine-conda.ts";
import { examineInstalls } from "./user-site/examine-installs.ts";
import { examineScripts } from "./user-site/examine-scripts.ts";
import { examineGroup } from "./user-site/examine-user-site.ts";
import { findUserSites } from "./user-site/find-pythons.ts";

export type Report = {
  readonly findings: readonly Finding[];
  /** The Pythons that were asked because there are packages of the account's own for them. */
  readonly pythons: readonly ToldPython[];
};

/** `ignored`: kinds of findings, packages and commands that are meant to be as they are. */
export async function examine(desk: Desk, ignored: readonly string[]): Promise<Report> {
  const hooks = await examineHooks(desk);
  const shell = await examineShell(desk);
  const groups = await askGroups(desk, ignored);
  const records = await desk.workspace.store.list();
  const found = [
    ...hooks,
    ...shell.filter((each) => each.id !== "hook-not-loaded" || !isExplained(each, hooks)),
    ...(await examineDaemon(desk)),
    ...(await examineEnvironments(records, desk)),
    ...(await examineRecords(records, desk)),
    ...(await examinePath(desk)),
    ...(await examineSettings(desk)),
    ...(await examineUserSites(groups, desk)),
  ];
  return {
    findings: found.filter((finding) => !isIgnored(finding, ignored)),
    pythons: groups.flatMap(({ pythons }) => pythons.map(tell)),
  };
}

/** A shell that is not told to load the hook, or cannot, has not missed it. */
function isExplained({ names = [] }: Finding, hooks: readonly Finding[]): boolean {
  return hooks.some(
    (hook) => hook.id !== "hook-twice" && hook.names?.some((name) => names.includes(name)),
  );
}

async function askGroups(desk: Desk, ignored: readonly string[]): Promise<readonly Group[]> {
  const groups: Group[] = [];
  for (const site of await findUserSites(desk)) {
    const group = await askGroup(site, desk);
    const packages = group.user.packages.filter(
      ({ name }) => !ignored.some((each) => normaliseName(each) === name),
    );
    groups.push({ ...group, user: { ...group.user, packages } });
  }
  return groups;
}

async function examineUserSites(groups: readonly Group[], desk: Desk): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const group of groups) {
    findings.push(...(await examineGroup(group, desk)));
  }
  return [
    ...findings,
    ...(await examineScripts(desk)),
    ...(await examineConda(desk)),
    ...(await examineInstalls(groups, desk)),
  ];
}

function isIgnored({ id, names = [] }: Finding, ignored: readonly string[]): boolean {
  const isNamed = (name: string): boolean =>
    ignored.some((each) => each === name || normaliseName(each) === name);
  return ignored.includes(id) || (names.length > 0 && names.every(isNamed));
}
