// Honest users are never asked, because the shell saw it; what came with a folder is never taken for that.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { fromText } from "../../../daemon/core/bytes.ts";
import type { Evidence } from "../../../daemon/wire/question.ts";
import { makeEnvironment, makeHouse } from "./house.ts";

const born = (directory: string): Evidence => ({ kind: "born", directory: fromText(directory) });
const activated = (venv: string): Evidence => ({
  kind: "activated",
  environment: fromText(venv),
});

t.test("made in this shell: entered at once, silently, and for good", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  t.match(await house.ask(project, { evidence: born(project) }), { state: "in", line: "" });
  t.match(await house.ask(project), { state: "in" });
  t.match(await house.restart().ask(project), { state: "in" });
});

t.test("made elsewhere in the same line: counts there", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  const other = house.project("q");
  t.match(await house.ask(other, { evidence: born(project) }), { state: "out" });
  t.match(await house.ask(project), { state: "in" });
});

t.test("activated by hand: adopted, and for good", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  const venv = join(project, ".venv");
  const virtualEnv = fromText(venv);
  t.match(await house.ask(project, { virtualEnv, evidence: activated(venv) }), { state: "in" });
  t.match(await house.ask(project), { state: "in" });
});

t.test("activated by an editor: for good only where pyguard saw that there was none", async (t) => {
  const house = makeHouse(t);
  const shipped = house.project("shipped");
  const flags = { editor: true };
  const ask = (project: string) =>
    house.ask(project, {
      pid: process.ppid,
      flags,
      virtualEnv: fromText(join(project, ".venv")),
      evidence: activated(join(project, ".venv")),
    });
  t.match(await ask(shipped), { state: "in" });
  t.same(await house.answers.store.list(), []);
  t.match(await house.ask(shipped, { pid: 1 }), { state: "out" });
  const made = join(house.home, "made");
  fs.mkdirSync(made);
  t.match(await house.ask(made), { state: "out" });
  makeEnvironment(join(made, ".venv"));
  t.match(await ask(made), { state: "in" });
  t.match(await house.ask(made, { pid: 1 }), { state: "in" });
});

t.test("what no interactive shell saw counts for nothing", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  const evidence = born(project);
  t.match(await house.ask(project, { evidence, flags: { interactive: false } }), { state: "out" });
  t.match(await house.ask(project, { evidence, shell: "cli" }), { state: "out" });
});

t.test("another directory's birth is not this one's", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  fs.mkdirSync(join(project, "sub"));
  t.match(await house.ask(project, { evidence: born(join(project, "sub")) }), { state: "out" });
  t.match(await house.ask(project, { evidence: born(house.home) }), { state: "out" });
  t.match(await house.ask(project, { evidence: activated("/opt/x/.venv") }), { state: "out" });
});

t.test("a link to a trusted environment is no birth", async (t) => {
  const house = makeHouse(t);
  const good = house.project("good");
  await house.trust(good);
  const project = join(house.home, "p");
  fs.mkdirSync(project);
  fs.symlinkSync(join(good, ".venv"), join(project, ".venv"));
  t.match(await house.ask(project, { evidence: born(project) }), { state: "out" });
});

t.test("an environment that hides ls is no birth", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  fs.writeFileSync(join(project, ".venv/bin/ls"), "");
  t.match(await house.ask(project, { evidence: born(project) }), { state: "out" });
});

t.test("what git tracks came with the repository, and git is not run to know it", async (t) => {
  const house = makeHouse(t);
  const canary = join(house.path, "canary");
  const git = (directory: string, ...words: readonly string[]): void => {
    const environment = { PATH: process.env["PATH"] ?? "", HOME: house.home };
    execFileSync("git", words, { cwd: directory, env: environment, stdio: "ignore" });
  };
  for (const version of ["2", "4"]) {
    const repository = join(house.home, `repository-${version}`);
    const project = house.project(`repository-${version}/deep/p`);
    git(repository, "init", "-q");
    git(repository, "config", "index.version", version);
    git(repository, "add", "-f", "deep/p/.venv/pyvenv.cfg");
    git(repository, "update-index", "--index-version", version);
    git(repository, "config", "core.fsmonitor", `touch ${canary}; false`);
    t.match(await house.ask(project, { evidence: born(project) }), { state: "out" }, version);
    git(repository, "-c", "core.fsmonitor=", "rm", "-q", "--cached", "deep/p/.venv/pyvenv.cfg");
    t.match(await house.ask(project, { evidence: born(project) }), { state: "in" }, version);
  }
  t.equal(fs.existsSync(canary), false);
});
