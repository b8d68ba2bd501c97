// The claim: who may take the next number, and that nobody takes it twice.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { claim, isHighest, type Claimant, type Owner } from "../../../daemon/io/claim.ts";
import { startOf } from "../../../daemon/io/process-life.ts";
import { makeThrowAway } from "../../real/throw-away.ts";

const own = startOf(process.pid) ?? "";
const parent = startOf(process.ppid) ?? "";

/** A living process that is not this one. */
const other: Owner = { pid: process.ppid, start: parent, random: "other", version: "1.0.0" };
const dead: Owner = { ...other, start: "1" };

function claimant(changes: Partial<Omit<Claimant, "owner">> = {}, version = "1.0.0"): Claimant {
  return {
    owner: { pid: process.pid, start: own, random: "mine", version },
    isForced: false,
    answers: () => Promise.resolve(true),
    ...changes,
  };
}

type Names = {
  readonly claims?: Readonly<Record<number, Owner>>;
  readonly files?: readonly string[];
};

function makeDirectory({ claims = {}, files = [] }: Names): string {
  const throwAway = makeThrowAway();
  t.teardown(() => throwAway.remove());
  for (const [number, { pid, start, random, version }] of Object.entries(claims)) {
    fs.symlinkSync(`${pid}.${start}.${random}.${version}`, join(throwAway.path, `g.${number}`));
  }
  files.forEach((name) => fs.writeFileSync(join(throwAway.path, name), ""));
  return throwAway.path;
}

const up = `up.4.0.${other.pid}`;
const minute = Math.floor(Date.now() / 60_000);
const silent = (): Promise<boolean> => Promise.resolve(false);

const cases: readonly (readonly [string, Names, Claimant, number | string])[] = [
  ["takes the first number in an empty directory", {}, claimant(), 1],
  [
    "goes on after a dead one, whose number nobody gives back",
    { claims: { 4: dead } },
    claimant(),
    5,
  ],
  [
    "knows a pid that was given out again by its start time",
    { claims: { 4: { ...dead, start: "2" } }, files: [up] },
    claimant(),
    5,
  ],
  ["counts numbers, not letters", { claims: { 9: dead, 10: dead } }, claimant(), 11],
  [
    "leaves to one that starts this moment",
    { claims: { 4: other } },
    claimant(),
    "another is starting",
  ],
  [
    "leaves to one that serves",
    { claims: { 4: other }, files: [up] },
    claimant(),
    "another serves",
  ],
  ["replaces an older version", { claims: { 4: other }, files: [up] }, claimant({}, "1.0.1"), 5],
  [
    "never replaces a newer version",
    { claims: { 4: other }, files: [up] },
    claimant({}, "0.9.9"),
    "another serves",
  ],
  [
    "does not believe one missed answer",
    { claims: { 4: other }, files: [up, `mute.${minute}`] },
    claimant({ answers: silent }),
    "another serves",
  ],
  [
    "takes over from one that is mute for minutes",
    { claims: { 4: other }, files: [up, `mute.${minute - 2}`] },
    claimant({ answers: silent }),
    5,
  ],
  [
    "leaves to one that answers after all",
    { claims: { 4: other }, files: [up, `mute.${minute - 2}`] },
    claimant(),
    "another serves",
  ],
  [
    "takes over by hand from one that does not answer",
    { claims: { 4: other }, files: [up] },
    claimant({ isForced: true, answers: silent }),
    5,
  ],
  [
    "leaves by hand to one that answers",
    { claims: { 4: other }, files: [up] },
    claimant({ isForced: true }),
    "another serves",
  ],
  ["takes no notice of a claim that says nothing", { claims: {}, files: ["g.7"] }, claimant(), 8],
];

for (const [name, names, who, expected] of cases) {
  t.test(name, async (t) => {
    const directory = makeDirectory(names);
    const claimed = await claim(directory, who);
    t.equal(claimed.kind === "claimed" ? claimed.generation : claimed.reason, expected);
    t.equal(isHighest(directory, Number(expected), who.owner), claimed.kind === "claimed");
  });
}

t.test("leaves when another was first in between", async (t) => {
  const directory = makeDirectory({ claims: { 4: other }, files: [up] });
  const claimed = await claim(
    directory,
    claimant({
      isForced: true,
      answers: () => {
        fs.symlinkSync("1.1.faster.1.0.0", join(directory, "g.5"));
        return silent();
      },
    }),
  );
  t.same(claimed, { kind: "left", reason: "another was first" });
});

t.test("leaves when a later one was faster", async (t) => {
  const directory = makeDirectory({ claims: { 4: other }, files: [up] });
  const claimed = await claim(
    directory,
    claimant({
      isForced: true,
      answers: () => {
        fs.symlinkSync("1.1.faster.1.0.0", join(directory, "g.6"));
        return silent();
      },
    }),
  );
  t.same(claimed, { kind: "left", reason: "a later one was faster" });
});

t.test("two versions that ask in turn cost one restart in all", async (t) => {
  const directory = makeDirectory({ claims: { 4: other }, files: [up] });
  const newer = { ...other, version: "2.0.0" };
  t.match(await claim(directory, { ...claimant(), owner: newer }), { generation: 5 });
  fs.writeFileSync(join(directory, "up.5.0.1"), "");
  const kinds = new Set<string>();
  for (let round = 0; round < 500; round += 1) {
    for (const version of ["1.0.0", "2.0.0"]) {
      kinds.add((await claim(directory, claimant({}, version))).kind);
    }
  }
  t.same([...kinds], ["left"]);
});
