// What PowerShell hands to a program is what pip gets: every line is typed for pip and for pip's own path.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PipCall } from "../sandbox.ts";
import type { Place, Scenario, Stage, Step } from "../stage.ts";
import { called, refusal } from "../pip-steps.ts";
import { cd, inside, meanwhile, outside, prints, types } from "../steps.ts";

const shells = ["pwsh"] as const;

/** What a function would have changed, and what else is special in PowerShell. */
const spellings = [
  "pkg[a,b]",
  "'pkg[a,b]' \"two  words\" ''",
  "-- install -- x",
  "-x:y -i:http://x -foo.bar -a=b.c",
  "1.10,2.0 1.10 0x10",
  "-v:$true -e . -ErrorAction Stop -Verbose",
  "@('a','b c') (1,2) $null",
  '@words "$home/x" `$home ~ *.nothing',
  '--% a "b c" $home; d',
  "a;",
  "x 2>&1",
  "-- %~ ^! é 環境 'it''s'",
];

function callsAlike(spelling: string): Step {
  return meanwhile(async ({ t, terminal, sandbox }) => {
    const ours = await call(`pip download ${spelling}`);
    const direct = await call(`& '${join(sandbox.bin, "pip")}' download ${spelling}`);
    t.equal(ours.length, 1, spelling);
    t.strictSame(ours, direct, spelling);

    async function call(line: string): Promise<readonly PipCall[]> {
      await terminal.run(line);
      return sandbox.pipCalls();
    }
  });
}

/** What both spellings of a line with `PIP` in it write. */
function writesAlike(line: string): Step {
  return meanwhile(async ({ t, terminal, sandbox }) => {
    const ours = await terminal.run(line.replaceAll("PIP", "pip"));
    const direct = await terminal.run(line.replaceAll("PIP", `& '${join(sandbox.bin, "pip")}'`));
    t.equal(ours.output, direct.output, line);
    const [first, second] = sandbox.pipCalls();
    t.strictSame(first, second, line);
  });
}

/** A `virtualenv` that makes an environment with a pip in it at once. */
function makeCreator({ sandbox, path }: Place): void {
  const template = join(path, "template");
  sandbox.makeVenv(template);
  const copies = `cp -R '${template}' "$1"`;
  const corrects = `sed "s#${template}#$PWD/$1#" '${template}/bin/pip' >"$1/bin/pip"`;
  const text = `#!/bin/sh\n${copies} && ${corrects}\n`;
  writeFileSync(join(sandbox.bin, "virtualenv"), text, { mode: 0o755 });
}

function ranIn(project: string): Step {
  return meanwhile(({ t, sandbox, path }: Stage) => {
    t.equal(sandbox.pipCalls().at(-1)?.prefix, join(path, project, ".venv"), "where pip ran");
  });
}

export const pwshWords: readonly Scenario[] = [
  {
    name: "hands pip the words that a program gets",
    shells,
    steps: [types("$words = 'one', 'two words', ''"), ...spellings.map(callsAlike)],
  },
  {
    name: "hands pip the input that a program gets, and its output on",
    shells,
    steps: [
      "'one', 'two' | PIP download -r -",
      "/usr/bin/printf 'a\\0b\\r\\n' | PIP download -r -",
      'PIP download x | ForEach-Object { "<$_>" }',
      "$got = PIP download x; $got.GetType().Name; $got",
      'PIP download x >/dev/null; "$? $LASTEXITCODE"',
    ].map(writesAlike),
  },
  {
    name: "leaves $? and $LASTEXITCODE as pip left them",
    shells,
    environment: () => ({ FAKE_PIP_EXIT: "5" }),
    steps: [
      types('pip download x; "$? $LASTEXITCODE"'),
      prints("pip ran\nFalse 5\n"),
      types("pip download x && 'next' || 'other'"),
      prints("pip ran\nother\n"),
      types('pip install x 2>/dev/null; "$? $LASTEXITCODE"'),
      prints("False 3\n"),
      types(
        "$PSNativeCommandUseErrorActionPreference = $true; $ErrorActionPreference = 'Stop'; try { pip download x } catch { 'caught' }",
      ),
      prints("pip ran\ncaught\n"),
    ],
  },
  {
    name: "installs into what the same line has made",
    shells,
    projects: { proj: "bare" },
    prepare: makeCreator,
    steps: [
      cd("proj"),
      types("virtualenv .venv && pip install requests"),
      prints("pip ran\n"),
      ranIn("proj"),
      inside("proj"),
    ],
  },
  {
    name: "keeps pip out of an environment that was left by hand",
    shells,
    projects: { proj: "trusted" },
    steps: [
      cd("proj"),
      inside("proj"),
      types("deactivate; pip install requests"),
      prints(refusal),
      outside(),
      types("pip install requests"),
      prints(refusal),
      called(0),
      types("pyguard enter && pip install requests"),
      prints("pip ran\n"),
      ranIn("proj"),
      inside("proj"),
    ],
  },
  {
    name: "steps aside for a function or an alias that is made later",
    shells,
    steps: [
      types("function pip { 'mine' }"),
      types("pip install requests"),
      prints("mine\n"),
      types("Set-Alias pip3 Write-Output"),
      types("pip3 install"),
      prints("install\n"),
      called(0),
    ],
  },
  {
    name: "wraps the names that PYGUARD_WRAP has",
    shells,
    environment: () => ({ PYGUARD_WRAP: "pip3, python nonesuch" }),
    steps: [
      types("(Get-Alias pip*, py* -ErrorAction Ignore).Name -join ' '"),
      prints("pip3 pyguard python\n"),
    ],
  },
];
