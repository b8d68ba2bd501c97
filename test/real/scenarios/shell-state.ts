// The shell stays the user's: traps, options, key bindings.

import { join } from "node:path";
import { startFile } from "../launch.ts";
import { cd, inside, leave, meanwhile, outside, prints, printsNothing, types } from "../steps.ts";
import type { Scenario, Step } from "../stage.ts";

/** Whether what a command prints is the same before and after a walk through a project. */
function unchanged(show: string): readonly Step[] {
  let before = "";
  return [
    types(show),
    meanwhile(({ output }) => {
      before = output;
    }),
    cd("proj"),
    inside("proj"),
    leave(),
    types(show),
    meanwhile(({ t, output }) => {
      t.equal(output, before, show);
    }),
  ];
}

const projects = { proj: "trusted" } as const;

const readsStartFile = types(({ name, source }, { sandbox }) =>
  source(join(sandbox.home, startFile(name))),
);

const posixTraps = "trap 'echo int' INT; trap 'echo usr' USR1; trap 'echo bye' EXIT";

const traps: readonly Scenario[] = [
  {
    name: "leaves traps as they are",
    shells: ["bash", "zsh"],
    projects,
    after: () => posixTraps,
    steps: [
      ...unchanged("trap"),
      types("kill -USR1 $$"),
      prints("usr\n"),
      meanwhile(async ({ t, terminal }) => {
        t.match((await terminal.end("exit 4")).output, /bye/, "the EXIT trap");
      }),
    ],
  },
  {
    name: "leaves $? to what comes after it in PROMPT_COMMAND",
    shells: ["bash"],
    projects,
    before: () => "theirs() { seen=$?; }; PROMPT_COMMAND=theirs",
    steps: [
      types("(exit 7)"),
      types('echo "$seen"'),
      prints("7\n"),
      cd("proj"),
      inside("proj"),
      types("(exit 8)"),
      types('echo "$seen"'),
      prints("8\n"),
    ],
  },
  {
    name: "fires a DEBUG trap for nothing of its own but the hook's name",
    shells: ["bash"],
    projects,
    after: () => "trap 'seen=\"${seen-} ${BASH_COMMAND%% *}\"' DEBUG",
    steps: [
      cd("proj"),
      types('echo "$seen"; seen='),
      prints(
        /^(?: (?:cd|__pyguard_hook|:|trap|PROMPT_COMMAND\S*|echo|return|__pyguard_hook_string))*\n$/,
      ),
      inside("proj"),
    ],
  },
  {
    name: "fires an ERR trap once",
    shells: ["bash"],
    projects,
    after: () => "trap 'echo failed' ERR",
    steps: [
      types("false"),
      prints("failed\n"),
      types(""),
      printsNothing(),
      cd("proj"),
      printsNothing(),
      inside("proj"),
      leave(),
      printsNothing(),
    ],
  },
  {
    name: "fires a ZERR trap once",
    shells: ["zsh"],
    projects,
    after: () => "trap 'echo failed' ZERR",
    steps: [
      types("false"),
      prints("failed\n"),
      cd("proj"),
      printsNothing(),
      inside("proj"),
      leave(),
      printsNothing(),
    ],
  },
  {
    name: "leaves signal handlers as they are",
    shells: ["fish"],
    projects,
    after: () => "function on_usr --on-signal USR1; echo usr; end",
    steps: [cd("proj"), inside("proj"), types("kill -USR1 $fish_pid; sleep 0.1"), prints(/usr/)],
  },
];

const strictness: readonly Scenario[] = [
  {
    name: "survives set -eu typed by hand",
    shells: ["bash", "zsh"],
    projects,
    steps: [
      types("set -eu"),
      types("false && true"),
      printsNothing(),
      types(""),
      cd("proj"),
      printsNothing(),
      inside("proj"),
      types("pip install requests"),
      prints("pip ran\n"),
      leave(),
      printsNothing(),
      outside(),
      meanwhile(async ({ t, terminal }) => {
        t.equal((await terminal.end("false")).status, 1, "set -e still ends the shell");
      }),
    ],
  },
  {
    name: "survives strict mode typed by hand",
    shells: ["pwsh"],
    projects,
    steps: [
      types("Set-StrictMode -Version Latest; $ErrorActionPreference = 'Stop'"),
      cd("proj"),
      printsNothing(),
      inside("proj"),
      leave(),
      printsNothing(),
      outside(),
      types("$Error.Count"),
      prints("0\n"),
    ],
  },
  {
    name: "changes no option",
    shells: ["bash"],
    projects,
    steps: unchanged("shopt; set -o"),
  },
  { name: "changes no option", shells: ["zsh"], projects, steps: unchanged("set -o") },
  { name: "changes no key binding", shells: ["bash"], projects, steps: unchanged("bind -p") },
  { name: "changes no key binding", shells: ["zsh"], projects, steps: unchanged("bindkey") },
  { name: "changes no key binding", shells: ["fish"], projects, steps: unchanged("bind") },
  {
    name: "leaves no function or variable behind but its own",
    shells: ["bash"],
    projects,
    steps: unchanged(
      "compgen -A function; compgen -v | grep -v '^_$\\|PIPESTATUS\\|^BASH\\|^LINES\\|^OLDPWD\\|^COLUMNS\\|__pyguard_'",
    ),
  },
];

/** The rest of that shell's life; nothing is said and nothing is broken. */
const crippled: readonly Scenario[] = [
  {
    name: "does nothing where assignments go elsewhere (set -k)",
    shells: ["bash"],
    projects,
    alone: true,
    steps: [types("set -k"), printsNothing(), cd("proj"), printsNothing(), outside()],
  },
  {
    name: "does nothing in a restricted shell",
    shells: ["bash"],
    alone: true,
    steps: [types("set -r"), printsNothing(), types("true"), printsNothing(), types("")],
  },
  ...["bash" as const, "zsh" as const].map((shell) => ({
    name: "enters nothing where PATH may not be changed",
    shells: [shell],
    newBashOnly: true as const,
    projects,
    alone: true,
    steps: [
      types("readonly PATH"),
      cd("proj"),
      printsNothing(),
      outside(),
      types("true"),
      printsNothing(),
    ],
  })),
  {
    name: "puts no empty entry into a PATH that was unset",
    shells: ["bash", "zsh"],
    projects,
    alone: true,
    steps: [
      cd("proj"),
      inside("proj"),
      leave(),
      types("set -u; unset PATH"),
      cd("proj"),
      printsNothing(),
      types('echo "${PATH}"'),
      meanwhile(({ t, output, path }) => {
        t.equal(output, `${path}/proj/.venv/bin\n`);
      }),
    ],
  },
];

const everyday: readonly Scenario[] = [
  {
    name: "shows its prefix again after a start file was read again",
    projects,
    steps: [
      cd("proj"),
      inside("proj"),
      readsStartFile,
      inside("proj"),
      readsStartFile,
      inside("proj"),
      leave(),
      outside(),
      cd("proj"),
      inside("proj"),
    ],
  },
  {
    name: "calls a job by its name",
    shells: ["bash"],
    projects,
    steps: [
      types("set -m; python3 -c 'import os; os.kill(os.getpid(), 19)' 'a  b'"),
      types("jobs"),
      prints(/python3/),
      types("kill -9 %1; wait %1 2>/dev/null; set -u; python3 --version"),
      types("python3 -c 'import sys; print(sys.argv[1:])' 'a  b' '' '$x' '\"'"),
      prints("['a  b', '', '$x', '\"']\n"),
    ],
  },
];

export const shellState: readonly Scenario[] = [...traps, ...strictness, ...crippled, ...everyday];
