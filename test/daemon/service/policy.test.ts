// The machine's policy: root's word, and only where nobody else could have written it.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { assembleAnswers } from "../../../daemon/answering.ts";
import { asBytes, fromText } from "../../../daemon/core/bytes.ts";
import { noPolicy, parsePolicy } from "../../../daemon/core/parse-policy.ts";
import { makeHouse, makeProject, question } from "./house.ts";

const me = 51_001;
const lab = 51_003;
const isRoot = process.geteuid?.() === 0;
const options = isRoot ? {} : { skip: "only root can write root's files" };

type Machine = {
  readonly file: string;
  readonly shared: string;
  /** What I am told in a directory. */
  readonly state: (directory: string) => Promise<string>;
};

function makeMachine(t: Test, policy: (shared: string) => string): Machine {
  const house = makeHouse(t);
  const directory = join(house.path, "etc");
  const shared = join(house.path, "shared");
  fs.mkdirSync(directory);
  fs.mkdirSync(shared);
  const file = join(directory, "policy.toml");
  fs.writeFileSync(file, policy(shared), { mode: 0o644 });
  fs.chownSync(house.home, me, me);
  fs.chownSync(house.runtime, me, me);
  return {
    file,
    shared,
    state: async (project) => {
      process.setegid?.(me);
      process.seteuid?.(me);
      try {
        const { answer } = assembleAnswers({
          environment: new Map(),
          home: fromText(house.home),
          runtimeDirectory: fromText(house.runtime),
          witness: () => asBytes("up.1.1.1"),
          policyFile: fromText(file),
        });
        return (await answer(question(project))).state;
      } finally {
        process.seteuid?.(0);
        process.setegid?.(0);
      }
    },
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

t.test(
  "what lies below a trusted root is entered unasked, and nothing beside it",
  options,
  async (t) => {
    const machine = makeMachine(t, (shared) => `trusted_roots = ["${shared}/envs"]\n`);
    const project = makeProject(join(machine.shared, "envs/tool"));
    const beside = makeProject(join(machine.shared, "envs-evil/tool"));
    t.equal(await machine.state(project), "in");
    t.equal(await machine.state(beside), "out", "W19: a path is compared by components");
    fs.writeFileSync(join(project, ".venv/bin/ls"), "");
    t.equal(await machine.state(project), "out", "it hides ls");
    const foreign = makeProject(join(machine.shared, "envs/foreign"));
    give(foreign, lab);
    t.equal(await machine.state(foreign), "out", "somebody else's, whom nobody named");
  },
);

t.test("what a trusted owner made is entered unasked", options, async (t) => {
  const machine = makeMachine(t, () => `trusted_owners = [${lab}]\n`);
  const project = makeProject(join(machine.shared, "tool"));
  t.equal(await machine.state(project), "out", "root's, and root was not named");
  give(project, lab);
  t.equal(await machine.state(project), "in");
  fs.chmodSync(join(project, ".venv/bin"), 0o777);
  t.equal(await machine.state(project), "out", "others can write to it");
});

t.test("being my own says nothing: what I cloned is mine", options, async (t) => {
  const machine = makeMachine(t, () => `trusted_owners = [${me}]\n`);
  const project = makeProject(join(machine.shared, "clone"));
  give(project, me);
  t.equal(await machine.state(project), "out");
});

t.test(
  "what git tracks came with a repository, wherever that was cloned to",
  options,
  async (t) => {
    const machine = makeMachine(
      t,
      (shared) => `trusted_roots = ["${shared}"]\ntrusted_owners = [${lab}]\n`,
    );
    const project = makeProject(join(machine.shared, "clone"));
    const git = (...words: readonly string[]): void => {
      execFileSync("git", words, { cwd: project, stdio: "ignore" });
    };
    git("init", "-q");
    give(project, me);
    t.equal(await machine.state(project), "in", "a repository that does not track it");
    git("-c", "safe.directory=*", "add", "-f", ".venv");
    t.equal(await machine.state(project), "out");
    give(project, lab);
    t.equal(await machine.state(project), "out", "a trusted owner's clone is a clone");
    git("-c", "safe.directory=*", "rm", "-rq", "--cached", ".venv");
    t.equal(await machine.state(project), "in", "not any more");
    fs.writeFileSync(join(project, ".git/index"), "damaged");
    t.equal(await machine.state(project), "out", "what cannot be read tracks everything");
  },
);

t.test("a link below a trusted root is not followed", options, async (t) => {
  const machine = makeMachine(t, (shared) => `trusted_roots = ["${shared}"]\n`);
  const good = makeProject(join(machine.shared, "good"));
  const linked = join(machine.shared, "linked");
  fs.mkdirSync(linked);
  fs.symlinkSync(join(good, ".venv"), join(linked, ".venv"));
  t.equal(await machine.state(linked), "out");
});

t.test("is ignored unless root alone could have written it", options, async (t) => {
  const rows: Readonly<Record<string, (file: string) => void>> = {
    "my file": (file) => fs.chownSync(file, me, me),
    "a file the group can write": (file) => fs.chmodSync(file, 0o664),
    "a file everybody can write": (file) => fs.chmodSync(file, 0o646),
    "my directory": (file) => fs.chownSync(join(file, ".."), me, me),
    "a directory the group can write": (file) => fs.chmodSync(join(file, ".."), 0o775),
    "a sticky directory": (file) => fs.chmodSync(join(file, ".."), 0o1777),
    "a link": (file) => {
      fs.renameSync(file, `${file}.x`);
      fs.symlinkSync(`${file}.x`, file);
    },
    "a directory of that name": (file) => {
      fs.rmSync(file);
      fs.mkdirSync(file);
    },
    "a file that is too big": (file) => fs.appendFileSync(file, `# ${"x".repeat(70_000)}\n`),
    garbage: (file) => fs.writeFileSync(file, 'trusted_roots = ["/'),
    "no file": (file) => fs.rmSync(file),
  };
  for (const [says, change] of Object.entries(rows)) {
    const machine = makeMachine(t, (shared) => `trusted_roots = ["${shared}"]\n`);
    const project = makeProject(join(machine.shared, "p"));
    t.equal(await machine.state(project), "in", `before: ${says}`);
    change(machine.file);
    t.equal(await machine.state(project), "out", says);
  }
});

t.test("says nothing where it is not understood", (t) => {
  const uids: Readonly<Record<string, number>> = { alice: 1001, root: 0 };
  const parse = (table: unknown) => parsePolicy(table, (name) => uids[name] ?? null);
  t.same(parse({ trusted_owners: ["alice", 1002, "nobody-here", "root", 0, -1, 1.5, null] }), {
    owners: [1001, 1002],
    roots: [],
  });
  t.same(parse({ trusted_roots: ["/srv/envs", "relative", "/", "/a/../b", "", 7, null] }), {
    owners: [],
    roots: ["/srv/envs"],
  });
  for (const wrong of [null, 7, "x", [], { trusted_roots: "/srv" }, { trusted_owners: { a: 1 } }]) {
    t.same(parse(wrong), noPolicy);
  }
  t.end();
});
