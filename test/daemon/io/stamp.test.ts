// The stamp is as new as what was judged, so that a shell's `-nt` notices what came later and nothing else.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import t from "tap";
import { asBytes, fromText } from "../../../daemon/core/bytes.ts";
import { stamp, stampTime, type Stamps } from "../../../daemon/io/stamp.ts";
import { stampLimit, sweepPresent } from "../../../daemon/io/sweep.ts";
import { age, makeHouse } from "../service/house.ts";

/** The stamps that go with a witness. */
function within(runtime: string, witness: string): Stamps {
  return { runtimeDirectory: fromText(runtime), witness: asBytes(witness) };
}

const now = 1_800_000_000_000_000_000n;

t.test("what is old gets a stamp that is newer, by a microsecond at most", (t) => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: now - 20_000_000n }), (newest) => {
      const time = stampTime(newest, now);
      return time > newest && time - newest <= 1000n && time % 1000n === 0n;
    }),
  );
  t.end();
});

t.test("what is young gets one a millisecond older, so that it is looked at again", (t) => {
  fc.assert(
    fc.property(fc.bigInt({ min: now - 19_999_999n, max: now + 10_000_000_000n }), (newest) => {
      const time = stampTime(newest, now);
      return newest - time >= 1_000_000n && newest - time < 1_002_000n;
    }),
  );
  t.end();
});

/** What hooks ask: `[[ A -nt B ]]`. */
function isNewer(one: string, other: string): boolean {
  try {
    execFileSync("bash", ["-c", '[[ "$1" -nt "$2" ]]', "bash", one, other]);
    return true;
  } catch {
    return false;
  }
}

t.test("bash sees a new name in bin, and sees nothing before", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  const venv = join(project, ".venv");
  age(join(venv, "pyvenv.cfg"));
  age(join(venv, "bin/pip"));
  await house.trust(project);
  const answer = await house.ask(project);
  const file = join(house.runtime, answer.stamp);
  t.match(answer.stamp, /^e\.[0-9.]+\/[0-9a-f]{32}$/);
  t.equal(fs.statSync(file).mode & 0o777, 0o600);
  t.equal(isNewer(join(venv, "bin"), file), false);
  t.equal(isNewer(join(venv, "pyvenv.cfg"), file), false);
  fs.writeFileSync(join(venv, "bin/new"), "");
  t.equal(isNewer(join(venv, "bin"), file), true);
  t.equal((await house.ask(project)).stamp, answer.stamp, "one stamp for one environment");
  fs.rmSync(file);
  await house.ask(project);
  t.equal(fs.existsSync(file), true, "a stamp that was swept away comes back");
});

t.test("any nanosecond is set exactly enough", (t) => {
  const house = makeHouse(t);
  const times = Array.from(
    { length: 500 },
    (_, index) => 1_795_256_663_000_000_789n + BigInt(index) * 1_999_000n,
  );
  for (const newest of [1n, 999n, 1_700_000_000_999_999_999n, ...times]) {
    const name = stamp(within(house.runtime, "up.1.0.7"), asBytes("/e"), newest);
    const { mtimeNs } = fs.statSync(join(house.runtime, name), { bigint: true });
    const excess = mtimeNs - stampTime(newest, now);
    t.ok(excess >= 0n && excess < 1000n, `${newest} became ${mtimeNs}`);
  }
  t.end();
});

t.test("where it cannot be written there is none", (t) => {
  t.equal(stamp(within("/nowhere", "up.1.0.7"), asBytes("/e"), 1n), "");
  t.end();
});

t.test("they do not pile up in the runtime directory, and the latest stay", (t) => {
  const house = makeHouse(t);
  const witness = "up.1.0.7";
  const make = (index: number): string =>
    stamp(within(house.runtime, witness), fromText(`/${index}`), 1n + BigInt(index));
  const count = (): number => fs.readdirSync(join(house.runtime, "e.1.0.7")).length;
  Array.from({ length: stampLimit }, (_, index) => make(index));
  sweepPresent(house.runtime, witness);
  t.equal(count(), stampLimit);
  const last = make(stampLimit);
  sweepPresent(house.runtime, witness);
  t.equal(count(), stampLimit / 2);
  t.equal(fs.existsSync(join(house.runtime, last)), true);
  t.end();
});
