// Statuses and prompt hooks stay the user's.

import { cd, endsWith, inside, outside, prints, types } from "../steps.ts";
import type { Dialect } from "../dialect.ts";
import type { Scenario } from "../stage.ts";

const fails = types(({ ends }) => ends(7));

/** A prompt hook of the user's own that notes the status it sees. */
function notesStatus({ name }: Dialect): string {
  switch (name) {
    case "bash":
      return "PROMPT_COMMAND='seen=$?'";
    case "zsh":
      return "precmd() { seen=$? }";
    case "fish":
      return "function note --on-event fish_prompt; set -g seen $status; end";
    case "pwsh":
      return `$seen = 0
$global:shown = $function:prompt
function prompt { $global:fine = $?; $global:seen = $LASTEXITCODE; & $global:shown }`;
  }
}

const projects = { proj: "trusted" } as const;

const ownStatuses: readonly Scenario[] = [
  {
    name: "keeps the status of the last command",
    projects,
    steps: [
      fails,
      endsWith(7),
      types(({ cd: goes, ends }, { path }) => `${goes(`${path}/proj`)}; ${ends(7)}`),
      endsWith(7),
      inside("proj"),
      fails,
      types(({ status }) => status),
      prints("status=7\n"),
      types(({ cd: goes, ends }, { path }) => `${goes(path)}; ${ends(9)}`),
      endsWith(9),
      outside(),
    ],
  },
  {
    name: "shows the status to the user's own prompt hook",
    projects,
    before: notesStatus,
    steps: [
      fails,
      types('echo "seen=$seen"'),
      prints("seen=7\n"),
      types(({ cd: goes, ends }, { path }) => `${goes(`${path}/proj`)}; ${ends(9)}`),
      types('echo "seen=$seen"'),
      prints("seen=9\n"),
      inside("proj"),
    ],
  },
  {
    name: "shows $? to a prompt of the user's own",
    shells: ["pwsh"],
    projects,
    before: notesStatus,
    steps: [
      fails,
      types('"fine=$fine"'),
      prints("fine=False\n"),
      types('"fine=$fine"'),
      prints("fine=True\n"),
    ],
  },
];

const promptCommands: readonly Scenario[] = [
  {
    name: "keeps PIPESTATUS for later commands of a PROMPT_COMMAND that is an array",
    shells: ["bash"],
    newBashOnly: true,
    projects,
    before: () => `PROMPT_COMMAND=('seen=("$?" "\${PIPESTATUS[@]}")' 'other=yes')`,
    steps: [
      types("(exit 3) | (exit 4)"),
      types('echo "${seen[@]} ${other}"'),
      prints(/^4 (?:3 4|4|0) yes\n$/),
      cd("proj"),
      inside("proj"),
    ],
  },
  {
    name: "leaves what others put into PROMPT_COMMAND",
    shells: ["bash"],
    projects,
    before: () => "PROMPT_COMMAND='first=1; second=2'",
    after: () => 'PROMPT_COMMAND="${PROMPT_COMMAND};third=3"',
    steps: [types('echo "${first}${second}${third}"'), prints("123\n"), cd("proj"), inside("proj")],
  },
  {
    name: "leaves the user's precmd and chpwd functions",
    shells: ["zsh"],
    projects,
    before: () => "precmd() { first=1 }; chpwd() { second=2 }",
    after: () => "precmd_functions+=(third); third() { third=3 }",
    steps: [cd("proj"), types('echo "${first}${second}${third}"'), prints("123\n"), inside("proj")],
  },
];

export const statuses: readonly Scenario[] = [...ownStatuses, ...promptCommands];
