// pip is left byte for byte as it is where it may run.

import { join } from "node:path";
import { called } from "../pip-steps.ts";
import type { Scenario, Step } from "../stage.ts";
import { cd, endsWith, inside, leave, meanwhile, prints, types } from "../steps.ts";

const words = [
  "install",
  "",
  "two words",
  "süß 環境",
  "a[b,c]",
  "-i:x",
  "--",
  "*",
  "$HOME",
  "`id`",
];

const allowed: readonly Scenario[] = [
  {
    name: "passes every word on as it is",
    projects: { proj: "trusted" },
    steps: [
      cd("proj"),
      inside("proj"),
      types(({ quote }) => ["pip", ...words.map(quote)].join(" ")),
      prints("pip ran\n"),
      called(1, words, "proj"),
    ],
  },
  {
    name: "passes every word on as it is where it had to ask",
    steps: [
      types(({ quote }) => ["pip", "download", ...words.slice(1).map(quote)].join(" ")),
      prints("pip ran\n"),
      called(1, ["download", ...words.slice(1)]),
    ],
  },
  {
    name: "passes a newline on as it is",
    shells: ["bash", "zsh", "fish"],
    projects: { proj: "trusted" },
    steps: [
      cd("proj"),
      types(({ name }) => (name === "fish" ? "pip list a\\nb" : "pip list $'a\\nb'")),
      called(1, ["list", "a\nb"]),
    ],
  },
  {
    name: "passes standard input on as it is",
    projects: { proj: "trusted" },
    steps: [
      cd("proj"),
      types("/usr/bin/printf 'one\\ntwo' | pip install -r -"),
      meanwhile(({ t, sandbox }) => {
        t.match(sandbox.pipCalls()[0]?.input, /^one\ntwo\n?$/, "what pip read");
      }),
      leave(),
      types("/usr/bin/printf 'one\\ntwo' | pip download -r -"),
      meanwhile(({ t, sandbox }) => {
        t.match(sandbox.pipCalls()[0]?.input, /^one\ntwo\n?$/, "what pip read");
      }),
    ],
  },
  {
    name: "passes pip's own exit status on",
    projects: { proj: "trusted" },
    environment: () => ({ FAKE_PIP_EXIT: "5" }),
    steps: [
      cd("proj"),
      types("pip install requests"),
      endsWith(5),
      leave(),
      types("pip download requests"),
      endsWith(5),
      called(2),
    ],
  },
  {
    name: "lets Ctrl-C reach pip",
    projects: { proj: "trusted" },
    environment: () => ({ FAKE_PIP_WAITS: "1" }),
    steps: [
      cd("proj"),
      inside("proj"),
      meanwhile(interrupts),
      leave(),
      meanwhile(interrupts),
      cd("proj"),
      inside("proj"),
    ],
  },
];

async function interrupts({ t, terminal, dialect }: Parameters<Step>[0]): Promise<void> {
  terminal.type("pip download requests");
  await terminal.seen(/pip waits/);
  terminal.send("\u0003");
  await terminal.nextPrompt();
  t.equal((await terminal.run(dialect.status)).output, "status=130\n", "ended by SIGINT");
}

const own: readonly Scenario[] = [
  {
    name: "leaves a pip alias of the user's own alone",
    before: ({ name }) =>
      name === "pwsh" ? "Set-Alias pip Write-Output" : "alias pip='echo mine'",
    steps: [types("pip install"), prints(/^(?:mine )?install\n$/), called(0)],
  },
  {
    name: "leaves a pip function of the user's own alone",
    before: ({ name }) =>
      name === "fish" ? "function pip; echo mine $argv; end" : "function pip { echo mine; }",
    steps: [types("pip install"), prints(/^mine/), called(0)],
  },
  {
    name: "says with `which` where Python is",
    projects: { proj: "trusted" },
    steps: [
      types("echo $(which python3)"),
      prints(/^\/[^\n]*\/python3\n$/),
      cd("proj"),
      inside("proj"),
      types("echo $(which python)"),
      meanwhile(({ t, output, path }) => {
        t.equal(output, `${path}/proj/.venv/bin/python\n`, "the project's");
      }),
      leave(),
      types("echo $(which pip)"),
      meanwhile(({ t, output, sandbox }) => {
        t.equal(output, `${sandbox.bin}/pip\n`, "the shared one");
      }),
    ],
  },
  {
    name: "shows a wrapper that says what it does",
    shells: ["bash", "zsh", "fish"],
    steps: [
      types("type pip"),
      meanwhile(({ t, output }) => {
        t.match(output, /pip/);
        t.ok(output.split("\n").length <= 12, "a few lines");
      }),
    ],
  },
  {
    name: "runs the command as it is where a wrapper was copied into another shell",
    shells: ["bash", "zsh", "fish"],
    steps: [
      types(({ name }, { path, shell }) => {
        const file = join(path, "copied");
        const copies = name === "bash" ? "declare -f" : "functions";
        const quiet = { bash: "--norc -c", zsh: "-f -c", fish: "--no-config -c", pwsh: "" }[name];
        return `${copies} pip >${file}; ${shell.path} ${quiet} 'source ${file}; pip list "two words"'`;
      }),
      prints("pip ran\n"),
      called(1, ["list", "two words"]),
    ],
  },
  {
    name: "checks nothing under PYGUARD=off",
    environment: () => ({ PYGUARD: "off" }),
    steps: [types("pip install requests"), prints("pip ran\n"), called(1, ["install", "requests"])],
  },
];

export const allowedPip: readonly Scenario[] = [...allowed, ...own];
