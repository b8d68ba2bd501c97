// explain, check and anyway as programs: what they print, where, and how they end.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { clone } from "../real/sandbox.ts";
import { writeProgram, writeText } from "../daemon/io/pip/pythons.ts";
import { home, pyguard, shared } from "./conda-machine.ts";

t.test("explain tells the chain from the name to the decision", async (t) => {
  const { status, out, err } = pyguard(["explain", "--", "pip", "install", "requests"]);
  t.equal(status, 0);
  t.equal(err, "");
  for (const part of [
    `pip       ${shared}/bin/pip, on PATH`,
    `its first line says ${shared}/bin/python3.12`,
    "kind      conda-base: ",
    `by ${shared} is conda's own installation`,
    "rule      K8-conda-base: ",
    "decision  refuse: it does not run, exit status 3",
    "conda create -n app python pip && conda activate app && pip install requests",
    `pyguard trust --prefix ${shared}`,
  ]) {
    t.ok(out.includes(part), part);
  }
});

t.test("explain calls an environment that was moved no other one", async (t) => {
  const moved = join(home, "moved");
  writeText(join(moved, "pyvenv.cfg"), `home = ${shared}/bin\n`);
  writeProgram(join(moved, "bin/python"), "\u007fELF");
  writeProgram(join(moved, "bin/pip"), `#!${home}/before/bin/python\n`);
  const { out } = pyguard(["explain", "--", "pip", "install", "x"], {
    VIRTUAL_ENV: moved,
    PATH: `${moved}/bin:${shared}/bin:${shared}/condabin:/usr/bin:/bin`,
  });
  t.match(out, /rule {6}N4-pip-errors: this pip does not start/);
  t.match(out, /What works meanwhile: .*python -m pip install x\n/);
  t.notMatch(out, "another environment");
});

t.test("explain --json is one line with the same keys, and ends with 0", async (t) => {
  const { status, out } = pyguard([
    "explain",
    "--json",
    "--",
    "pip",
    "install",
    "--user",
    "requests",
  ]);
  t.equal(status, 0);
  t.equal(out.split("\n").length, 2);
  const read: unknown = JSON.parse(out);
  t.same(Object.keys(Object(read)), [
    "decision",
    "exit",
    "rule",
    "reason",
    "kind",
    "interpreter",
    "message",
  ]);
  t.match(read, {
    decision: "refuse",
    exit: 3,
    rule: "K2-user-site",
    kind: "conda-base",
    interpreter: `${shared}/bin/python3.12`,
  });
  t.match(JSON.parse(pyguard(["explain", "--json", "--", "pip", "list"]).out), {
    decision: "allow",
    exit: null,
    message: "",
  });
});

t.test(
  "explain works without the two dashes, and leaves the command's own options alone",
  async (t) => {
    const { out } = pyguard(["explain", "--json", "pip", "install", "-U", "--json", "x"]);
    t.match(JSON.parse(out), { rule: "N4-pip-errors" });
  },
);

t.test("an assignment in front holds for the command", async (t) => {
  const words = ["PYGUARD_ALLOW_GLOBAL=1", "PIP_NO_INPUT=1", "pip", "install", "x"];
  t.match(pyguard(["explain", "--", ...words]).out, /^rule +O1-allow-global: /m);
  t.match(pyguard(["explain", "--", ...words]).out, /^pip +\/[^\n]*, on PATH$/m);
  t.match(pyguard(["check", "--", ...words]), { status: 0, err: "" });
  t.match(pyguard(["check", "--", "PIP_NO_INPUT=1", "pip", "install", "x"]), { status: 3 });
});

t.test("explain global is a page that needs nothing", async (t) => {
  const { status, out } = pyguard(["explain", "global"], {
    PATH: `${shared}/condabin:/usr/bin:/bin`,
  });
  t.equal(status, 0);
  for (const part of [
    "pyguard venv",
    "source .venv/bin/activate.fish",
    "Activate.ps1",
    "pyguard anyway",
    "https://packaging.python.org/",
  ]) {
    t.ok(out.includes(part), part);
  }
  t.ok(
    out.split("\n").every((line) => line.length <= 100),
    "fits a terminal",
  );
});

const table = join(clone, "test/daemon/core/pip/fixtures/pip-decisions.json");

t.test("explain --assume judges each row in order, in one process", async (t) => {
  const rows: unknown = JSON.parse(readFileSync(table, "utf8"));
  const expected = Array.isArray(rows) ? rows : [];
  const { status, out, err } = pyguard(["explain", "--json", "--assume", table]);
  t.equal(status, 0);
  t.equal(err, "");
  const lines = out.trimEnd().split("\n");
  t.equal(lines.length, expected.length);
  lines.forEach((line, index) => {
    const { expect, exit, rule, id } = Object(expected[index]);
    t.match(JSON.parse(line), { decision: expect, exit, rule }, String(id));
  });
  t.equal(
    pyguard(["explain", "--assume", "-"], { input: JSON.stringify(rows) }).out,
    out,
    "from standard input",
  );
});

t.test("a command behind -- replaces each row's own", async (t) => {
  const input = JSON.stringify({
    argv: ["pip", "list"],
    env: {},
    target_kind: "global",
    facts: {},
  });
  t.match(
    JSON.parse(pyguard(["explain", "--assume", "-", "--", "pip", "install", "x"], { input }).out),
    { rule: "K10-global" },
  );
});

t.test("bad input is one line that says what and where", async (t) => {
  const bad: readonly (readonly [
    words: readonly string[],
    input: string,
    says: RegExp,
    status: number,
  ])[] = [
    [["explain", "--assume", "-"], "", /^pyguard: standard input is empty/, 1],
    [["explain", "--assume", "-"], "{", /^pyguard: standard input is no JSON/, 1],
    [["explain", "--assume", "-"], "[1]", /^pyguard: row 1 is not an object/, 1],
    [
      ["explain", "--assume", "-"],
      '{"argv":["pip"],"target_kind":"moon"}',
      /^pyguard: row 1: target_kind is no kind/,
      1,
    ],
    [
      ["explain", "--assume", "/nowhere/rows.json"],
      "",
      /^pyguard: \/nowhere\/rows\.json cannot be read/,
      1,
    ],
    [["explain", "--assume", home], "", /^pyguard: .* cannot be read/, 1],
    [["explain"], "", /^pyguard: say which command/, 2],
    [["explain", "--bogus", "x"], "", /^pyguard: unknown option '--bogus'/, 2],
    [["explain", "--assume"], "", /^pyguard: option '--assume <file>' argument missing/, 2],
    [["check"], "", /^pyguard: say which command/, 2],
    [
      ["check", "--shell", "tcsh", "--", "pip"],
      "",
      /^pyguard: no words for the shell 'tcsh': there are bash, zsh, fish, pwsh/,
      2,
    ],
    [["anyway"], "", /^pyguard: say which command/, 2],
    [["anyway", "no-such-command"], "", /^pyguard: there is no command 'no-such-command'/, 127],
    [["anyway", "/"], "", /^pyguard: \/ is no program that can be run\n$/, 126],
  ];
  for (const [words, input, says, status] of bad) {
    const ran = pyguard(words, { input });
    t.match(ran.err, says, words.join(" "));
    t.equal(ran.err.trimEnd().split("\n").length, 1, `${words.join(" ")}: one line`);
    t.equal(ran.status, status, `${words.join(" ")}: status`);
    t.equal(ran.out, "");
  }
});

t.test("check speaks by its status, and on stderr in the shell's words", async (t) => {
  t.match(pyguard(["check", "--", "pip", "list"]), { status: 0, out: "", err: "" });
  const refused = pyguard(["check", "--shell", "fish", "--", "pip", "install", "a[b]"], {
    PATH: `${shared}/bin:${shared}/condabin/../nowhere:/usr/bin:/bin:${shared}/condabin`,
  });
  t.match(refused, { status: 3, out: "", err: /^pyguard: nothing was installed\./ });
  t.ok(refused.err.includes("pip install 'a[b]'"));
  t.equal(pyguard(["check", "--", "uv", "pip", "install", "x"]).status, 0);
  t.equal(pyguard(["check", "--", "pip", "install", "x"], { PYGUARD_ALLOW_GLOBAL: "1" }).status, 0);
});

t.test("anyway runs the command past both checks, and ends as it ends", async (t) => {
  const script =
    'printf "%s|" "$PYGUARD_ALLOW_GLOBAL" "$PIP_BREAK_SYSTEM_PACKAGES" "$PIP_REQUIRE_VIRTUALENV" "$@"; cat; echo oops >&2; exit 7';
  const ran = pyguard(["anyway", "sh", "-c", script, "sh", "a b", "", "--x", "*"], { input: "in" });
  t.same(ran, { status: 7, out: "1|1|0|a b||--x|*|in", err: "oops\n" });
  t.equal(pyguard(["anyway", "--", "sh", "-c", "exit 0"]).status, 0);
  const killed = spawnSync(join(clone, "cli/pyguard"), ["anyway", "sh", "-c", "kill -TERM $$"]);
  t.equal(killed.signal, "SIGTERM", "there is no process between");
  t.equal(pyguard(["anyway", "--help"]).status, 0);
});

t.test("what was typed is told in one line that says nothing to the terminal", (t) => {
  const typed = "a\nb\u001b[31m é 漢 c\u009bd\u007f\n";
  const shown = "a?b?[31m é 漢 c?d??";
  const cases: readonly (readonly [words: readonly string[], status: number, line: string])[] = [
    [["init", typed], 2, `no hook for the shell '${shown}': there are bash, zsh, fish and pwsh`],
    [["anyway", typed], 127, `there is no command '${shown}'`],
    [["anyway", `/${typed}`], 127, `there is no command '/${shown}'`],
  ];
  for (const LC_ALL of ["C", "C.UTF-8"]) {
    for (const [words, status, line] of cases) {
      t.same(pyguard(words, { LC_ALL }), { status, out: "", err: `pyguard: ${line}\n` });
    }
  }
  const directory = join(home, "one\ntwo");
  writeText(join(directory, "x"), "");
  t.same(
    pyguard(["anyway", directory]).err.replace(home, ""),
    "pyguard: /one?two is no program that can be run\n",
  );
  t.end();
});
