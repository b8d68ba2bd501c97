// Every owner × mode × place × link, with real accounts on a real disk: 420 cases. Needs root, to be somebody else.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { makeHouse, makeProject, open } from "../service/house.ts";

/** An account of this machine whose group is its alone, for the user-private-group rule. */
function findMe(): { readonly uid: number; readonly gid: number } | null {
  const groups = fs
    .readFileSync("/etc/group", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const users = fs
    .readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const own = users.find(([name = "", , uid, gid]) => {
    const sharing = users.filter((user) => user[3] === gid);
    const group = groups.find((each) => each[0] === name && each[2] === gid);
    return uid !== "0" && uid !== undefined && group?.[3] === "" && sharing.length === 1;
  });
  return own === undefined ? null : { uid: Number(own[2]), gid: Number(own[3]) };
}

const isRoot = process.geteuid?.() === 0;
const me = isRoot ? findMe() : null;
const skip = isRoot
  ? "no account here has a group of its own"
  : "420 cases left out: only root can be somebody else";

const other = 51_002;
const nobody = 65_534;
const places = ["top", "area", "project", ".venv", "bin", "pyvenv.cfg", "interpreter"] as const;
const modes = ["755", "775 of my group", "775 of another", "777", "1777"] as const;
const links = ["none", "absolute", "relative"] as const;

type Case = {
  readonly uid: number;
  readonly mode: (typeof modes)[number];
  readonly place: (typeof places)[number];
};

/** The rule in a person's words: mine or root's all the way, and nobody else can write. */
function isEntered({ uid, mode, place }: Case, mine: number): boolean {
  if (uid !== 0 && uid !== mine) {
    return false;
  }
  const isAbove = place === "top" || place === "area";
  return mode === "755" || mode === "775 of my group" || (mode === "1777" && isAbove);
}

t.test("owner × mode × place × link", me === null ? { skip } : {}, async (t) => {
  const mine = me ?? { uid: -1, gid: -1 };
  const house = makeHouse(t);
  const top = join(house.path, "top");
  const project = join(top, "area/p");
  const interpreter = join(house.path, "python3");
  fs.writeFileSync(interpreter, "", { mode: 0o755 });
  makeProject(project, { python: interpreter });
  fs.symlinkSync(join(top, "area"), join(house.path, "absolute"));
  fs.symlinkSync("top/area", join(house.path, "relative"));
  for (const path of [house.home, house.runtime]) {
    fs.chownSync(path, mine.uid, mine.gid);
  }
  const paths: Readonly<Record<Case["place"], string>> = {
    top,
    area: join(top, "area"),
    project,
    ".venv": join(project, ".venv"),
    bin: join(project, ".venv/bin"),
    "pyvenv.cfg": join(project, ".venv/pyvenv.cfg"),
    interpreter,
  };
  const ways = {
    none: project,
    absolute: join(house.path, "absolute/p"),
    relative: join(house.path, "relative/p"),
  };
  const asMe = async <T>(work: () => Promise<T>): Promise<T> => {
    process.setegid?.(mine.gid);
    process.seteuid?.(mine.uid);
    try {
      return await work();
    } finally {
      process.seteuid?.(0);
      process.setegid?.(0);
    }
  };
  const services = await asMe(async () => {
    const opened = open(house.path);
    await opened.trust(project);
    return opened;
  });
  let count = 0;
  for (const uid of [mine.uid, 0, other, nobody]) {
    for (const mode of modes) {
      for (const place of places) {
        const before = fs.statSync(paths[place]);
        fs.chownSync(paths[place], uid, mode === "775 of another" ? 50 : mine.gid);
        fs.chmodSync(paths[place], parseInt(mode, 8));
        for (const link of links) {
          count += 1;
          const { state } = await asMe(() => services.ask(ways[link]));
          const expected = isEntered({ uid, mode, place }, mine.uid) ? "in" : "out";
          if (state !== expected) {
            t.equal(state, expected, `owner ${uid}, ${mode}, ${place}, link ${link}`);
          }
        }
        fs.chownSync(paths[place], before.uid, before.gid);
        fs.chmodSync(paths[place], before.mode & 0o7777);
      }
    }
  }
  t.equal(count, 420);
});
