// What sends packages into the account's own directory without being asked: variables, pip's configuration, and
// Pythons whose own directory cannot be written to.

import { asBytes, toText } from "../../../daemon/core/bytes.ts";
import { readConfiguration } from "../../../daemon/io/pip/pip-configuration.ts";
import { spellUnset, type Desk } from "../desk.ts";
import type { Finding } from "../finding.ts";
import type { Group } from "./ask-pythons.ts";

/** `groups` are the Pythons that were asked: only of those can be told what they may write to. */
export async function examineInstalls(
  groups: readonly Group[],
  desk: Desk,
): Promise<readonly Finding[]> {
  return [
    ...examineVariables(groups, desk),
    ...(await examineConfiguration(desk)),
    ...(await examineFallback(groups, desk)),
  ];
}

const byDefault =
  "pip installs into your own directory, for every Python of that version, wherever it can";

/** To pip a value of `user` and of `no-user` mean the same: both set what `--user` sets. */
const switches = ["user", "no-user"];
const yes = /^(?:1|true|yes|on|t|y)$/i;

function examineVariables(groups: readonly Group[], desk: Desk): readonly Finding[] {
  const { environment } = desk.context;
  const base = environment.get("PYTHONUSERBASE") ?? asBytes("");
  const findings: Finding[] = [];
  for (const name of ["PIP_USER", "PIP_NO_USER"]) {
    const value = environment.get(name) ?? asBytes("");
    if (yes.test(value)) {
      const where = `${name}=${toText(value)}`;
      findings.push({ id: "user-installs", what: byDefault, where, mend: spellUnset(desk, name) });
    }
  }
  if (base !== "" && groups.length > 0) {
    findings.push({
      id: "user-installs",
      what: `your own packages are kept in ${toText(base)}`,
      where: `PYTHONUSERBASE=${toText(base)}`,
      mend: spellUnset(desk, "PYTHONUSERBASE"),
    });
  }
  return findings;
}

async function examineConfiguration({ context, eyes }: Desk): Promise<readonly Finding[]> {
  const { environment, directory, home } = context;
  const search = { path: asBytes(""), directory, skip: [] };
  const asker = { search, directory, home, variables: environment, eyes };
  // Of no Python in particular: what one of them has of its own is its owner's affair.
  const { files } = await readConfiguration(asBytes("/nowhere"), asker);
  return files.flatMap(({ scope, sections }) =>
    ["install", "global"].flatMap((section) =>
      switches
        .filter((key) => yes.test(sections[section]?.[key] ?? ""))
        .map((key) => ({
          id: "user-installs",
          what: byDefault,
          where: `pip's configuration (${scope}), ${key} in [${section}]`,
          mend:
            scope === "named"
              ? `remove that line from ${toText(environment.get("PIP_CONFIG_FILE") ?? asBytes(""))}`
              : `pip config --${scope} unset ${section}.${key}`,
        })),
    ),
  );
}

/** pip does so of its own accord where it may not write. */
async function examineFallback(
  groups: readonly Group[],
  { eyes }: Desk,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { pythons } of groups) {
    for (const { program, answer, place } of pythons) {
      const isPlain = answer.prefix === answer.basePrefix && answer.marker === null && place >= 0;
      const nearest = await eyes.nearestExisting(answer.purelib);
      if (isPlain && !(await eyes.isWritable(nearest))) {
        findings.push({
          id: "user-installs",
          what: `the pip of ${toText(program)} installs into your own directory, because it may not write into its Python's`,
          where: toText(answer.purelib),
          mend: "pyguard venv",
          note: "in each project that needs packages",
        });
      }
    }
  }
  return findings;
}
