// Types a row at the stage's shell and looks at what it did.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Test } from "tap";
import type { Row } from "./row.ts";
import { compare, takeSnapshot, type Difference } from "./snapshot.ts";
import { sweep, type Stage } from "./stage.ts";
import { systemPlaces } from "./system.ts";
import { unpack } from "./wheels.ts";

const patience = { timeoutMs: 60_000 };

export async function runRow(t: Test, row: Row, stage: Stage): Promise<void> {
  const missing = row.needs?.find((need) => !stage.has(need));
  if (missing !== undefined || !stage.yard.has(row.python)) {
    t.pass(row.name, { skip: `there is no ${missing ?? row.python} here` });
    return;
  }
  const { output, seen } = await act(row, stage);
  judge(t, row, output);
  look(t, row, seen);
}

type Seen = { readonly output: string; readonly seen: Difference };

/** Once more where a busy machine's daemon did not answer in time: then nobody decided. */
async function act(row: Row, stage: Stage, tries = 3): Promise<Seen> {
  prepare(row);
  const before = takeSnapshot(stage.watched);
  const output = await type(row, stage);
  const seen = compare(before, takeSnapshot(stage.watched));
  cleanUp(row, seen, stage);
  const isMute = output.includes("no answer from its daemon");
  return isMute && tries > 1 ? act(row, stage, tries - 1) : { output, seen };
}

/** Types it under its variables and takes them back. */
async function type(row: Row, { dialect, terminal, yard, path, empty }: Stage): Promise<string> {
  const { variables = {}, before = [], after = [] } = row;
  const all = Object.entries({ PATH: `${yard.bin(row.python)}:${path}`, ...variables });
  const set = all.map(([name, value]) => dialect.set(name, value));
  await terminal.run([...set, dialect.cd(row.directory ?? empty), ...before].join("; "), patience);
  const { output } = await terminal.run(`${row.line}; ${dialect.status}`, patience);
  const unset = Object.keys(variables).map(dialect.unset);
  const back = [...after, dialect.cd(empty), ...unset, dialect.set("PATH", path)];
  await terminal.run(back.join("; "), patience);
  return output;
}

/** Its decision, by its words and by the status. */
function judge(t: Test, row: Row, output: string): void {
  const refused = row.expect === "refuse";
  const lines = output.split("\n").filter((line) => line.startsWith("pyguard: "));
  t.equal(/^status=(\d+)$/m.exec(output)?.[1], `${refused ? 3 : (row.status ?? 0)}`, "status", {
    output,
  });
  t.equal(lines.length, isSilent(row) ? 0 : 1, `${row.expect}: pyguard's words`, {
    output,
  });
  t.equal(/^pyguard: nothing was /m.test(output), refused, "refused or not", { output });
  if (row.says !== undefined) {
    t.match(output, row.says);
  }
}

function isSilent({ expect }: Row): boolean {
  return expect === "allow" || expect === "route";
}

/** Where the package is and was, and that nothing else changed. */
function look(t: Test, row: Row, { added, removed, changed }: Difference): void {
  const module = "/requests.py";
  const places = (paths: readonly string[]): readonly string[] =>
    paths.filter((path) => path.endsWith(module)).map(dirname);
  t.strictSame(places(added), row.lands === undefined ? [] : [row.lands], "where it landed");
  t.strictSame(places(removed), leavesOf(row), "where it was");
  const isMeant = (path: string): boolean =>
    [row.lands, ...leavesOf(row)].some((place) => isPartOf(path, place)) ||
    row.makes?.test(path) === true;
  const others = [...added, ...removed, ...changed].filter((path) => !isMeant(path));
  t.strictSame(others, [], "nothing else changed");
}

function leavesOf({ leaves, expect }: Row): readonly string[] {
  return leaves === undefined || expect === "refuse" ? [] : [leaves];
}

/** The package's own files, and the directories on the way to them. */
function isPartOf(path: string, place: string | undefined): boolean {
  return (
    place !== undefined &&
    (place.startsWith(`${path}/`) || place === path || path.startsWith(`${place}/requests`))
  );
}

function prepare(row: Row): void {
  for (const [path, text] of Object.entries(row.files ?? {})) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  if (row.leaves !== undefined) {
    unpack(row.leaves, "requests");
  }
}

/** What comes to the machine's own places is somebody else's, or a fault to look at: it stays. */
function cleanUp(row: Row, { added }: Difference, { empty }: Stage): void {
  sweep(empty);
  const system = systemPlaces();
  const landed = added.filter((path) => !system.some((place) => path.startsWith(`${place}/`)));
  const held = ["requests.py", "requests-1.0.dist-info"].map((name) =>
    join(row.leaves ?? empty, name),
  );
  const made = [...landed, ...held, ...Object.keys(row.files ?? {})];
  made.forEach((path) => rmSync(path, { recursive: true, force: true }));
}
