// Whatever happens to an environment: the next answer of a real daemon is right, whether it watches, sleeps or is new.

import { spawn } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { fromText, toText } from "../../daemon/core/bytes.ts";
import { askStatus } from "../../daemon/io/hello.ts";
import { environmentChanges, type Here } from "./environment-changes.ts";
import { environmentDamage } from "./environment-damage.ts";
import { ask, makeQuestion, until } from "./io/stage.ts";
import { startDaemon } from "./real-daemon.ts";
import { makeHouse, type House } from "./service/house.ts";

const changes = [...environmentChanges, ...environmentDamage];

type Town = {
  readonly house: House;
  readonly runtime: string;
  readonly places: readonly Place[];
};

/** `pid` is a process that stands for the shell there: the daemon keeps one directory of each. */
type Place = Here & { readonly pid: number };

/** A project for each row, trusted, and then as the row has it. */
async function makeTown(t: Test): Promise<Town> {
  const house = makeHouse(t);
  const runtime = join(house.path, "run", "1");
  fs.mkdirSync(runtime, { recursive: true, mode: 0o700 });
  const places: Place[] = [];
  for (const [index, { before }] of changes.entries()) {
    const project = house.project(`p${index}`);
    const shell = spawn("sleep", ["120"], { stdio: "ignore" });
    t.teardown(() => shell.kill());
    const venv = join(project, ".venv");
    const here = { project, venv, home: house.home, pid: shell.pid ?? 0 };
    await house.trust(project);
    before?.(here);
    places.push(here);
  }
  return { house, runtime, places };
}

const noWatches = [
  "unshare",
  "-Ur",
  "sh",
  "-c",
  'echo 0 >/proc/sys/user/max_inotify_watches; exec "$@"',
  "-",
];

/** As a shell that stands there and lives. */
async function tell({ runtime }: Town, { project, pid }: Place): Promise<string> {
  const answer = await ask(runtime, makeQuestion({ directory: fromText(project), pid }));
  return answer === null ? "no answer" : `${answer.state} ${toText(answer.line)}`.trim();
}

function witnessIn({ runtime }: Town): string | undefined {
  return fs.readdirSync(runtime).find((name) => name.startsWith("up."));
}

type Mode = { readonly isWatching: boolean; readonly isRestarted: boolean };

async function check(t: Test, { isWatching, isRestarted }: Mode): Promise<void> {
  const town = await makeTown(t);
  const by = isWatching ? [] : noWatches;
  const starting = { home: town.house.home, runtime: town.runtime, by };
  const { stop } = await startDaemon(t, starting);
  for (const here of town.places) {
    t.match(await tell(town, here), /^(in|out)/);
  }
  if (isRestarted) {
    await stop();
    change(town);
    await startDaemon(t, starting);
  } else if (isWatching) {
    await changeUnderWatch(t, town);
  } else {
    change(town);
  }
  for (const [index, { what, expect }] of changes.entries()) {
    const here = town.places[index];
    t.match(here === undefined ? "" : await tell(town, here), expect, what);
  }
}

function change({ places }: Town): void {
  for (const [index, row] of changes.entries()) {
    const here = places[index];
    if (here !== undefined) {
      row.change(here);
    }
  }
}

async function changeUnderWatch(t: Test, town: Town): Promise<void> {
  const { runtime, places } = town;
  await until(runtime, async () => {
    const watched = (await askStatus(runtime, 1000))?.watched ?? 0;
    return watched >= places.length;
  });
  const witness = witnessIn(town);
  change(town);
  await until(runtime, () => witnessIn(town) !== witness);
  t.pass("shells that stand there are told without a question");
}

/** In a namespace of anybody else's, the directories above belong to nobody, and nothing below them is entered. */
const skip =
  process.platform === "linux" && process.geteuid?.() === 0
    ? false
    : "only root's namespaces know whose the directories above are";

t.test("with watches", (t) => check(t, { isWatching: true, isRestarted: false }));
t.test("with watches, after a restart", (t) => check(t, { isWatching: true, isRestarted: true }));
t.test("without a single watch", { skip }, (t) =>
  check(t, { isWatching: false, isRestarted: false }),
);
t.test("without a single watch, after a restart", { skip }, (t) =>
  check(t, { isWatching: false, isRestarted: true }),
);
