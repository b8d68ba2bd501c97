// The prompt segment as a program: what the hook exported, in four forms, without Node.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import t from "tap";

const program = fileURLToPath(new URL("../../../cli/pyguard-status", import.meta.url));
const shells = ["/bin/sh", "dash", "/opt/bash32/bin/bash"].filter(
  (shell) => spawnSync(shell, ["-c", ":"]).status === 0,
);

function show(segment: string | undefined, ...words: readonly string[]): string {
  const environment = {
    PWD: "/tmp",
    ...(segment === undefined ? {} : { PYGUARD_SEGMENT: segment }),
  };
  const said = shells.map((shell) =>
    spawnSync(shell, [program, ...words], { env: environment, cwd: "/tmp", encoding: "utf8" }),
  );
  const [first] = said;
  for (const other of said) {
    t.equal(other.stdout, first?.stdout, "every sh says the same");
  }
  return `${first?.stdout}${first?.stderr}`;
}

const cases: readonly (readonly [string | undefined, readonly string[], string])[] = [
  [undefined, [], ""],
  [undefined, ["--format", "json"], '{"name":"","version":"","marks":[]}\n'],
  ["", [], ""],
  ["||", [], ""],
  ["3.12.4||shop", [], "shop 3.12.4\n"],
  ["3.12.4||shop", ["--format=starship"], "shop 3.12.4\n"],
  ["||shop", [], "shop\n"],
  ["|n|", [], "no-env\n"],
  ["3.12.4|ers|shop", [], "shop 3.12.4 pip-elsewhere user-site\n"],
  [
    "3.12.4|us|a|b",
    ["--format", "json"],
    '{"name":"a|b","version":"3.12.4","marks":["untrusted","user-site"]}\n',
  ],
  ['1||q"\\', ["--format", "json"], '{"name":"q\\"\\\\","version":"1","marks":[]}\n'],
  ["3.12.4|b|#[bg=red]#(x)", ["--format", "tmux"], "##[bg=red]##(x) 3.12.4 broken\n"],
  ["$(id)||shop", [], "shop\n"],
  ["1||a\nb", [], ""],
  ["1||a\u001bb", ["--format", "json"], ""],
  ["1||%s %n \\033", [], "%s %n \\033 1\n"],
  ["3.12.4||shop", ["--dir", "/tmp"], "shop 3.12.4\n"],
  ["3.12.4||shop", ["--dir", "/usr"], ""],
  ["3.12.4||shop", ["--dir=/usr", "--format=json"], ""],
];

t.test("prints what the hook exported", async (t) => {
  for (const [segment, words, wanted] of cases) {
    t.equal(show(segment, ...words), wanted, `${segment} ${words.join(" ")}`);
  }
});

t.test("wrong usage is one line and status 2", async (t) => {
  for (const words of [
    ["--what"],
    ["--format"],
    ["--format", "xml"],
    ["--dir"],
    ["--dir", ""],
    ["x"],
  ]) {
    const run = spawnSync(program, words, { env: {}, encoding: "utf8" });
    t.equal(run.status, 2, words.join(" "));
    t.equal(run.stdout, "");
    t.match(run.stderr, /^pyguard: [^\n]+\n$/);
  }
  t.match(spawnSync(program, ["--help"], { encoding: "utf8" }).stdout, /^Usage: pyguard-status /);
});
