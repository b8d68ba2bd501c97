// A clone that tries everything: nothing of it runs, is put on PATH, or reaches the terminal as it is.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { fromText, toText } from "../../../daemon/core/bytes.ts";
import { makeHouse } from "./house.ts";

/** A program that leaves a trace when it is run, by whatever name. */
function plant(file: string, canary: string): void {
  fs.mkdirSync(join(file, ".."), { recursive: true });
  fs.rmSync(file, { force: true });
  fs.writeFileSync(file, `#!/bin/sh\ntouch '${canary}'\n`, { mode: 0o755 });
}

const programs = ["python", "python3", "pip", "pip3", "activate", "date", "git", "node", "ls"];

t.test("autoswitch #122: clone and cd runs nothing, trusted or not", async (t) => {
  const house = makeHouse(t);
  const canary = join(house.path, "canary");
  const project = house.project("clone");
  const venv = join(project, ".venv");
  for (const name of programs) {
    plant(join(venv, "bin", name), canary);
  }
  const site = join(venv, "lib/python3.12/site-packages");
  fs.mkdirSync(site, { recursive: true });
  fs.writeFileSync(join(site, "x.pth"), `import os; os.system("touch ${canary}")\n`);
  fs.writeFileSync(join(site, "sitecustomize.py"), `import os; os.system("touch ${canary}")\n`);
  fs.writeFileSync(join(project, ".env"), `X=$(touch ${canary})\n`);
  fs.writeFileSync(join(project, ".envrc"), `touch ${canary}\n`);
  fs.writeFileSync(join(project, ".tool-versions"), `python {{exec(touch ${canary})}}\n`);
  fs.mkdirSync(join(project, ".git"));
  fs.writeFileSync(join(project, ".git/config"), `[core]\nfsmonitor = touch ${canary}\n`);
  fs.writeFileSync(join(project, ".git/index"), "DIRC");
  for (const verb of ["here", "pip", "bye"] as const) {
    const answer = await house.ask(project, { verb, argv: [fromText("pip")] });
    t.equal(answer.environment, "", verb);
    t.not(answer.state, "in", verb);
  }
  const evidence = { kind: "born", directory: fromText(project) } as const;
  t.match(await house.ask(project, { evidence }), { state: "out" });
  t.match(await house.trust(project), { kind: "trusted", shadows: ["date", "git", "ls"] });
  t.match(await house.ask(project), { state: "in" });
  await house.answers.digest(fromText(project));
  t.equal(fs.existsSync(canary), false);
});

t.test("a folder with links and names without end is answered like any other", async (t) => {
  const house = makeHouse(t);
  const project = house.project("clone");
  const bin = join(project, ".venv/bin");
  const far = join(bin, ...Array.from({ length: 1500 }, () => "d"));
  fs.mkdirSync(far, { recursive: true });
  fs.rmSync(join(bin, "python"), { force: true });
  fs.symlinkSync("l0", join(bin, "python"));
  for (let link = 0; link < 30; link += 1) {
    fs.symlinkSync(join(far, `e${link}`), join(bin, `l${link}`));
    fs.symlinkSync(join(bin, `l${link + 1}`), join(far, `e${link}`));
  }
  for (let name = 0; name < 12_000; name += 1) {
    fs.writeFileSync(join(bin, `pip${name}`), "");
  }
  plant(join(bin, "pip"), join(house.path, "canary"));
  plant(join(bin, "ls"), join(house.path, "canary"));
  const before = performance.now();
  t.match(await house.ask(project), { state: "out", marks: "u" });
  const took = performance.now() - before;
  t.ok(took < 1000, `took ${Math.round(took)} ms`);
  fs.rmSync(join(bin, "python"));
  fs.symlinkSync(process.execPath, join(bin, "python"));
  t.match(await house.trust(project), { kind: "trusted", shadows: ["ls"] }, "what hides is seen");
});

const nasty = [
  "$(touch x)",
  "`id`",
  "%n%{x%}",
  "a\\[\\e[31m",
  "it's",
  'say "hi"!',
  "-rf",
  "--help",
  "a(e,touch x,)",
  "\u2019;id;\u2019",
  "\u202egpj",
  "\u0007\u001b]52;c;x\u0007",
  " lead",
  "trail ",
  "~",
  "*",
  "\u65e5\u672c",
];

t.test("CVE-2021-45444 and its kin: no name means anything to a shell or a terminal", async (t) => {
  const house = makeHouse(t);
  for (const name of nasty) {
    const cfg = `home = /usr/bin\nprompt = '${name}'\nversion = 3.12.1\n`;
    const project = house.project(name, { cfg });
    const before = await house.ask(project);
    const answer =
      (await house.trust(project)).kind === "trusted" ? await house.ask(project) : before;
    for (const text of [before.line, before.name, answer.name, answer.pythonVersion]) {
      const shown = toText(text);
      t.notMatch(shown, /[%$`\\!"'\u2018-\u201f\u202a-\u202e\u2066-\u2069]|\p{Cc}/u, name);
    }
    const isCarried = !/\p{Cc}/u.test(name);
    t.equal(answer.state, isCarried ? "in" : "out", name);
    t.equal(toText(answer.environment), isCarried ? join(project, ".venv") : "", "byte for byte");
  }
});

t.test("a name that is cut off or made of nothing still names something", async (t) => {
  const house = makeHouse(t);
  const project = house.project("\u200b\u200d", { cfg: "home = /usr/bin\nprompt = .venv\n" });
  t.match(await house.ask(project), { name: "project" });
  const long = house.project("x".repeat(200));
  t.match(await house.ask(long), { name: "x".repeat(32) });
});

t.test("pyvenv.cfg that is a link, a device or enormous is none", async (t) => {
  const house = makeHouse(t);
  const rows: readonly (readonly [string, (file: string) => void])[] = [
    ["link", (file) => fs.symlinkSync("/etc/passwd", file)],
    ["zero", (file) => fs.symlinkSync("/dev/zero", file)],
    ["big", (file) => fs.writeFileSync(file, `home = /usr/bin\n${"x".repeat(70_000)}`)],
    [
      "sparse",
      (file) => {
        fs.writeFileSync(file, "");
        fs.truncateSync(file, 10 * 1024 ** 3);
      },
    ],
    ["directory", (file) => fs.mkdirSync(file)],
    ["fifo", (file) => execFileSync("mkfifo", [file])],
  ];
  for (const [name, make] of rows) {
    const project = house.project(name);
    const file = join(project, ".venv/pyvenv.cfg");
    fs.rmSync(file);
    make(file);
    t.match(await house.ask(project), { state: "out", marks: "b" }, name);
    t.match(await house.trust(project), { kind: "refused" }, name);
  }
});

t.test("a redirect's target is not touched before it is trusted", async (t) => {
  const house = makeHouse(t);
  const target = house.project("target");
  const project = join(house.home, "p");
  fs.mkdirSync(project);
  fs.writeFileSync(join(project, ".venv"), `${join(target, ".venv")}\n`);
  // Reading a directory or a file sets its access time on this mount only if it is older than a day.
  const old = new Date(Date.now() - 3 * 86_400_000);
  const watched = [join(target, ".venv/pyvenv.cfg"), join(target, ".venv/bin")];
  for (const path of watched) {
    fs.utimesSync(path, old, new Date());
  }
  const before = watched.map((path) => fs.statSync(path).atimeMs);
  t.match(await house.ask(project), { state: "out", marks: "u" });
  t.same(
    watched.map((path) => fs.statSync(path).atimeMs),
    before,
  );
  await house.trust(project);
  if (fs.statSync(join(target, ".venv/pyvenv.cfg")).atimeMs === before[0]) {
    t.comment("this mount keeps no access times: nothing was shown");
  }
});

t.test("sixty levels of long names are nothing special", async (t) => {
  const house = makeHouse(t);
  const project = house.project("deep");
  await house.trust(project);
  let directory = project;
  for (let depth = 0; depth < 38; depth += 1) {
    directory = join(directory, "d".repeat(60));
    fs.mkdirSync(directory);
  }
  t.match(await house.ask(directory), { state: "in", root: project });
  for (let depth = 0; depth < 20; depth += 1) {
    directory = join(directory, "d".repeat(60));
    fs.mkdirSync(directory);
  }
  t.match(await house.ask(directory), { state: "out" });
});
