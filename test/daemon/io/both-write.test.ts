// A daemon that saw environments being made and a command that trusts others write at the same time: no word is lost.

import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import { asBytes, fromText } from "../../../daemon/core/bytes.ts";
import type { TrustRecord } from "../../../daemon/core/trust-record.ts";
import { createTrustStore } from "../../../daemon/io/trust-store.ts";
import { record } from "../core/facts.ts";
import { makeThrowAway } from "../../real/throw-away.ts";

const rounds = 1000;
const uid = process.geteuid?.() ?? 0;
const [, , role = "", place = ""] = process.argv;

function recordOf(writer: string, round: number): TrustRecord {
  const project = fromText(`/home/me/${writer}-${round}`);
  const path = asBytes(`${project}/.venv`);
  return record({ uid, named: path, path, project });
}

async function writeAll(directory: string, writer: string): Promise<void> {
  const account = { uid, gid: 0, hasPrivateGroup: true, homes: [] };
  const store = createTrustStore(fromText(directory), account);
  for (let round = 0; round < rounds; round += 1) {
    // One that both speak of, each round, and one of its own.
    await store.grant(recordOf("both", round));
    await store.grant(recordOf(writer, round));
  }
}

if (role === "command") {
  await writeAll(place, "command");
} else {
  t.setTimeout(280_000);
  t.test(`${rounds} rounds by two processes at once`, async (t) => {
    const throwAway = makeThrowAway();
    t.teardown(throwAway.remove);
    const directory = join(throwAway.path, "state");
    const child = fork(fileURLToPath(import.meta.url), ["command", directory], {
      stdio: "inherit",
    });
    const ended = once(child, "exit");
    await writeAll(directory, "daemon");
    t.same(await ended, [0, null]);
    const account = { uid, gid: 0, hasPrivateGroup: true, homes: [] };
    const listed = await createTrustStore(fromText(directory), account).list();
    t.equal(listed.filter(({ kind }) => kind === "trusted").length, 3 * rounds);
    t.equal(listed.length, 3 * rounds, "and nothing is damaged");
  });
}
