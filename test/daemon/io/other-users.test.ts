// Real owners: what others own or can write to is not entered. Needs root, to be somebody else.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { fromText } from "../../../daemon/core/bytes.ts";
import { interpreter, makeHouse, makeProject, open, type House } from "../service/house.ts";

const me = 51_001;
const mallory = 51_002;
const isRoot = process.geteuid?.() === 0;
const options = isRoot ? {} : { skip: "only root can be somebody else" };

/** Runs as another account: every thread of the process, as setresuid(2) of the C library has it. */
async function as<T>(uid: number, work: () => Promise<T>): Promise<T> {
  process.setegid?.(uid);
  process.seteuid?.(uid);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}

type Town = {
  readonly path: string;
  readonly mine: (work: (house: House) => Promise<void>) => Promise<void>;
};

/** A home of mine, and a place where anybody may write. */
function makeTown(t: Parameters<typeof makeHouse>[0]): Town {
  const house = makeHouse(t);
  fs.chownSync(house.home, me, me);
  fs.chownSync(house.runtime, me, me);
  const common = join(house.path, "common");
  fs.mkdirSync(common);
  fs.chmodSync(common, 0o1777);
  return {
    path: house.path,
    mine: (work) => as(me, async () => work(open(house.path))),
  };
}

function give(path: string, uid: number): void {
  fs.lchownSync(path, uid, uid);
  if (fs.lstatSync(path).isDirectory()) {
    for (const name of fs.readdirSync(path)) {
      give(join(path, name), uid);
    }
  }
}

t.test("the interpreter of these tests is root's", (t) => {
  t.equal(fs.statSync(interpreter).uid, 0);
  t.end();
});

t.test("what is mine is entered", options, async (t) => {
  await makeTown(t).mine(async (house) => {
    const project = house.project("p");
    t.match(await house.ask(project), { state: "out", marks: "u" });
    await house.trust(project);
    t.match(await house.ask(project), { state: "in" });
  });
});

t.test("CVE-2022-24765: /tmp/.venv by somebody else reaches nobody below", options, async (t) => {
  const town = makeTown(t);
  const common = join(town.path, "common");
  makeProject(common);
  give(join(common, ".venv"), mallory);
  await town.mine(async (house) => {
    const project = join(common, "mine/deep");
    fs.mkdirSync(project, { recursive: true });
    t.match(await house.ask(project), { state: "out", root: "", line: "", marks: "" });
    t.match(await house.trust(project), { kind: "nothing" });
    const here = await house.ask(common);
    t.match(here, { state: "out", marks: "u" });
    t.match(
      here.line,
      /everybody here can write to .*\. Keep projects in a directory of your own$/,
    );
    t.match(await house.trust(common), { kind: "refused" });
  });
});

t.test("in a group's directory nothing is advised that nobody would trust", options, async (t) => {
  const town = makeTown(t);
  const lab = join(town.path, "lab");
  fs.mkdirSync(lab);
  fs.chownSync(lab, 0, mallory);
  fs.chmodSync(lab, 0o2777);
  await town.mine(async ({ answers: { ports } }) => {
    const project = join(lab, "mine");
    fs.mkdirSync(project);
    fs.chmodSync(project, 0o755);
    const seen = await ports.look(fromText(project), { mayFollow: false });
    t.match(seen.sighting, { kind: "none", stop: "writable", isSearched: false });
    const tmp = join(town.path, "common/mine");
    fs.mkdirSync(tmp);
    const { sighting } = await ports.look(fromText(tmp), { mayFollow: false });
    t.match(sighting, { kind: "none", isSearched: true }, "a sticky bit keeps it");
  });
});

t.test("what a closed directory hides is not said to be gone", options, async (t) => {
  const town = makeTown(t);
  const closed = join(town.path, "common/closed");
  fs.mkdirSync(join(closed, "p"), { recursive: true });
  give(closed, mallory);
  fs.chmodSync(closed, 0o700);
  await town.mine(async ({ answers: { ports } }) => {
    const look = (name: string) =>
      ports.look(fromText(join(town.path, name)), { mayFollow: false });
    t.match((await look("common/closed/p")).sighting, { kind: "gone", isHidden: true });
    t.match((await look("common/nothing/p")).sighting, { kind: "gone", isHidden: false });
  });
});

t.test("CVE-2022-29187: each inode that matters is looked at", options, async (t) => {
  const town = makeTown(t);
  for (const name of [".", ".venv", ".venv/bin", ".venv/pyvenv.cfg"]) {
    await town.mine(async (house) => {
      const project = house.project(`p-${name.replaceAll("/", "-")}`);
      await house.trust(project);
      t.match(await house.ask(project), { state: "in" });
      await as(0, async () => {
        await Promise.resolve();
        process.seteuid?.(0);
        fs.lchownSync(join(project, name), mallory, mallory);
      });
      process.setegid?.(me);
      process.seteuid?.(me);
      t.match(await house.ask(project), { state: "out", marks: "u" }, name);
    });
  }
});

t.test(
  "somebody else's project: named, and entered only when its owner was accepted",
  options,
  async (t) => {
    const town = makeTown(t);
    const project = makeProject(join(town.path, "common/lab/tool"));
    fs.mkdirSync(join(project, "src"));
    give(join(town.path, "common/lab"), mallory);
    await town.mine(async (house) => {
      const answer = await house.ask(join(project, "src"));
      t.match(answer, { state: "out", root: project, marks: "u" });
      t.match(
        answer.line,
        /^pyguard: not entering tool\/\.venv: user 51002 owns it and could run programs as you/,
      );
      const evidence = { kind: "born", directory: fromText(project) } as const;
      t.match(await house.ask(project, { evidence }), { state: "out" });
      t.match(await house.trust(project), { kind: "trusted", owners: [mallory] });
      t.match(await house.ask(join(project, "src")), { state: "in" });
    });
    fs.chmodSync(project, 0o777);
    await town.mine(async (house) => {
      t.match(await house.ask(project), { state: "out" });
      t.match(await house.trust(project), { kind: "refused" });
    });
  },
);

t.test("my project in somebody else's directory could be exchanged by them", options, async (t) => {
  const town = makeTown(t);
  const hers = join(town.path, "common/hers");
  fs.mkdirSync(hers);
  const project = makeProject(join(hers, "mine"));
  give(project, me);
  fs.chownSync(hers, mallory, mallory);
  await town.mine(async (house) => {
    const evidence = { kind: "born", directory: fromText(project) } as const;
    const answer = await house.ask(project, { evidence });
    t.match(answer, { state: "out", marks: "u" });
    t.match(answer.line, /user 51002 owns it/);
  });
});

t.test("my directory in a sticky one is mine", options, async (t) => {
  const town = makeTown(t);
  await town.mine(async (house) => {
    const project = makeProject(join(town.path, "common/mine"));
    await house.trust(project);
    t.match(await house.ask(project), { state: "in" });
  });
});

t.test("root does not enter what a user owns, whoever trusted it", options, async (t) => {
  const town = makeTown(t);
  const project = join(town.path, "home/p");
  await town.mine(async (house) => {
    house.project("p");
    await house.trust(project);
    t.match(await house.ask(project), { state: "in" });
  });
  const house = open(town.path);
  const answer = await house.ask(project);
  t.match(answer, { state: "out", environment: "", line: "" });
  const own = open(town.path, { XDG_STATE_HOME: join(town.path, "state-of-root") });
  t.match(await own.trust(project), { kind: "refused" });
  t.match(await own.ask(project), { state: "out" });
});

t.test("trust of one account is nothing to another", options, async (t) => {
  const town = makeTown(t);
  const project = makeProject(join(town.path, "srv/p"));
  await town.mine(async (house) => {
    await house.trust(project);
    t.match(await house.ask(project), { state: "in" }, "root's environment, accepted by me");
  });
  fs.chmodSync(join(town.path, "home/.local/state/pyguard/trust"), 0o755);
  await as(mallory, async () => {
    const answer = await open(town.path).ask(project);
    t.match(answer, { state: "out" });
  });
});
