// The user's own configuration, and never a project's.

import fs from "node:fs";
import { join, relative } from "node:path";
import t from "tap";
import { makeHouse, type House } from "./house.ts";

function configure(house: House, text: string): void {
  const directory = join(house.home, ".config/pyguard");
  fs.mkdirSync(directory, { recursive: true });
  fs.writeFileSync(join(directory, "config.toml"), text);
}

t.test("a change counts at the next question", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  const other = house.project("q", { name: "env" });
  await house.trust(project);
  t.match(await house.ask(project), { state: "in" });
  configure(house, "enter = false\n");
  t.match(await house.ask(project), { state: "out", line: "" });
  configure(house, `ignore = ["${project}"]\n`);
  t.match(await house.ask(project), { state: "out", line: "" });
  configure(house, 'names = [".venv", "env"]\n');
  t.match(await house.ask(project), { state: "in" });
  t.match(await house.ask(other), { state: "out", marks: "u" });
  configure(house, "quiet = true\n");
  const unknown = house.project("r");
  t.match(await house.ask(unknown), { state: "out", marks: "u", line: "" });
  fs.rmSync(join(house.home, ".config"), { recursive: true });
  t.match(await house.ask(unknown), { line: /^pyguard: not entering r/ });
});

t.test("what is wrong with it is one line, once, and the rest holds", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  await house.trust(project);
  configure(house, "entre = true\nquiet = true\n");
  const answer = await house.ask(project);
  t.match(answer, { state: "in" });
  t.match(answer.line, /^pyguard: .*config\.toml: unknown key entre; the keys are enter, guard/);
  t.equal((await house.ask(project)).line, "");
  configure(house, "enter = \n");
  t.match((await house.ask(project)).line, /^pyguard: .*config\.toml: .*; the defaults hold$/);
  fs.rmSync(join(house.home, ".config/pyguard/config.toml"));
  fs.mkdirSync(join(house.home, ".config/pyguard/config.toml"));
  t.match((await house.ask(project)).line, /config\.toml: it is no readable file/);
});

t.test("PYGUARD_CONFIG and XDG_CONFIG_HOME name it", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  await house.trust(project);
  const file = join(house.path, "own.toml");
  fs.writeFileSync(file, "enter = false\n");
  t.match(await house.restart({ PYGUARD_CONFIG: file }).ask(project), { state: "out" });
  const base = join(house.path, "xdg");
  fs.mkdirSync(join(base, "pyguard"), { recursive: true });
  fs.copyFileSync(file, join(base, "pyguard/config.toml"));
  t.match(await house.restart({ XDG_CONFIG_HOME: base }).ask(project), { state: "out" });
});

t.test("a relative PYGUARD_CONFIG would be a project's file, and counts as none", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  await house.trust(project);
  fs.writeFileSync(join(project, "own.toml"), "enter = false\n");
  const file = relative(process.cwd(), join(project, "own.toml"));
  t.match(await house.restart({ PYGUARD_CONFIG: file }).ask(project), { state: "in" });
  configure(house, "enter = false\n");
  t.match(await house.restart({ PYGUARD_CONFIG: file }).ask(project), { state: "out" });
});

t.test("GHSA-436v-8fw5-4mj8: no file in a project configures, trusts or silences", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  for (const name of [
    "pyguard.toml",
    ".pyguard.toml",
    ".config/pyguard/config.toml",
    "config.toml",
  ]) {
    fs.mkdirSync(join(project, ".config/pyguard"), { recursive: true });
    fs.writeFileSync(join(project, name), 'quiet = true\ntrusted = ["."]\n');
  }
  fs.writeFileSync(join(project, "pyproject.toml"), "[tool.pyguard]\nquiet = true\ntrust = true\n");
  t.match(await house.ask(project), { state: "out", line: /^pyguard: not entering p/ });
});
