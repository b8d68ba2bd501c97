// PowerShell's own ways: strictness, what a change of directory calls, prompts that others make.

import type { Scenario, Stage, Step } from "../stage.ts";
import { hookLine } from "../sandbox.ts";
import { cd, inside, leave, meanwhile, outside, prints, printsNothing, types } from "../steps.ts";

const shells = ["pwsh"] as const;
const projects = { proj: "trusted" } as const;

const strict = "Set-StrictMode -Version Latest";
const stop = "$ErrorActionPreference = 'Stop'";
const native = "$PSNativeCommandUseErrorActionPreference = $true";
const loud = "$VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'";

const walk: readonly Step[] = [
  types("$Error.Count"),
  prints("0\n"),
  cd("proj"),
  printsNothing(),
  inside("proj"),
  types("deactivate"),
  printsNothing(),
  leave(),
  printsNothing(),
  outside(),
  types("$Error.Count"),
  prints("0\n"),
];

const strictness = [[strict], [stop, native], [strict, stop, native, loud]].map(
  (lines): Scenario => ({
    name: `survives ${lines.join("; ")}`,
    shells,
    projects,
    before: () => lines.join("\n"),
    steps: [
      ...walk,
      types("/bin/sh -c 'exit 4'"),
      types('"$? $LASTEXITCODE"'),
      prints("False 4\n"),
      types("$ErrorActionPreference"),
      prints(lines.includes(stop) ? "Stop\n" : "Continue\n"),
    ],
  }),
);

const action = "$ExecutionContext.SessionState.InvokeCommand.LocationChangedAction";

const location: readonly Scenario[] = [
  {
    name: "acts on every change of directory, beside the actions of others",
    shells,
    projects,
    before: () => `$moves = 0; ${action} = { $global:moves++ }`,
    steps: [
      types(
        `${action} = [Delegate]::Combine(${action}, [EventHandler[Management.Automation.LocationChangedEventArgs]] { $global:later++ })`,
      ),
      types(
        '$later = 0; $moves = 0; cd proj; $env:VIRTUAL_ENV; cd Env:; cd /; "<$env:VIRTUAL_ENV>"',
      ),
      meanwhile(({ t, output, path }: Stage) => {
        t.equal(output, `${path}/proj/.venv\n<>\n`);
      }),
      types('"$moves $later"'),
      prints("3 3\n"),
      types("cd /nonesuch 2>$null; $?; cd / && 'next'; $?"),
      prints("False\nnext\nTrue\n"),
    ],
  },
  {
    name: "stays in the project where PowerShell leaves the file system",
    shells,
    projects,
    steps: [
      cd("proj"),
      types("cd Env:"),
      types("$env:VIRTUAL_ENV"),
      meanwhile(({ t, output, path }: Stage) => {
        t.equal(output, `${path}/proj/.venv\n`);
      }),
      leave(),
      outside(),
    ],
  },
  {
    name: "knows a project by a drive that begins there, and stays out of it by both names",
    shells,
    projects,
    steps: [
      types("$null = New-PSDrive proj FileSystem $PWD/proj; cd proj:"),
      inside("proj"),
      types("deactivate"),
      outside(),
      cd("proj"),
      outside(),
      types("cd proj:"),
      outside(),
      leave(),
      types("cd proj:"),
      inside("proj"),
    ],
  },
];

const mark = "$([char]27)]7704;%ready$([char]7)";

const prompts: readonly Scenario[] = [
  {
    name: "keeps one prefix where others wrap the prompt and the profile is loaded again",
    shells,
    projects,
    after: ({ name }) =>
      `$global:ours = $function:prompt\nfunction prompt { '[w] ' + (& $global:ours) }\n${hookLine(name)}`,
    steps: [
      cd("proj"),
      inside("proj", "(proj) [w] > "),
      types(". $PROFILE.CurrentUserAllHosts"),
      inside("proj", "(proj) [w] > "),
      leave(),
      printsNothing(),
    ],
  },
  {
    name: "puts the prefix before a prompt that is written by Write-Host",
    shells,
    projects,
    before: () => `function prompt { Write-Host "w> ${mark}" -NoNewline; ' ' }`,
    steps: [
      cd("proj"),
      types(""),
      inside("proj", "(proj) w> "),
      leave(),
      types(""),
      meanwhile(({ t, terminal }) => {
        t.equal(terminal.prompt(), "w> ");
      }),
    ],
  },
  {
    name: "takes no prompt that walks off and comes back for leaving the project",
    shells,
    projects,
    before: () => `function prompt { Push-Location /; Pop-Location; "> ${mark}" }`,
    steps: [
      cd("proj"),
      inside("proj"),
      types("deactivate"),
      outside(),
      types("cd ."),
      outside(),
      leave(),
      cd("proj"),
      inside("proj"),
    ],
  },
  {
    name: "is silent and inert where nobody is asked for a line",
    shells,
    projects,
    steps: [
      meanwhile(async ({ t, sandbox, shell, path }) => {
        const line = '"<$env:VIRTUAL_ENV> $((Get-Alias pip -ErrorAction Ignore).Name)"';
        for (const words of [
          ["-c", line],
          ["-NonInteractive", "-c", line],
        ]) {
          const ran = await sandbox.run([shell.path, ...words], { directory: `${path}/proj` });
          t.strictSame(ran, { output: "<> \n", errors: "", status: 0 }, words.join(" "));
        }
      }),
    ],
  },
  {
    name: "does nothing in constrained language",
    shells,
    projects,
    before: () => "$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'",
    steps: [cd("proj"), printsNothing(), outside(), types("$Error.Count"), prints("0\n")],
  },
];

export const pwshShell: readonly Scenario[] = [...strictness, ...location, ...prompts];
