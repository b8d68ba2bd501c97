// How each shell is started for a test and which file it reads at its start.

import type { Shell, ShellName } from "./shells.ts";

type Launch = {
  readonly interactive: readonly string[];
  /** Below HOME. */
  readonly startFile: string;
  /** Comes first in that file: a prompt that the terminal can find. */
  readonly prelude: string;
};

const launches: Readonly<Record<ShellName, Launch>> = {
  bash: {
    interactive: ["--noprofile", "-i"],
    startFile: ".bashrc",
    prelude: String.raw`PS1='> \[\e]7704;%ready\a\]'
unset HISTFILE MAILCHECK
`,
  },
  zsh: {
    interactive: ["-i"],
    startFile: ".zshrc",
    prelude: String.raw`PROMPT=$'> %{\e]7704;%%ready\a%}' RPROMPT='' PROMPT_EOL_MARK=''
unset HISTFILE
`,
  },
  fish: {
    interactive: ["-i"],
    startFile: ".config/fish/config.fish",
    prelude: String.raw`set -g fish_greeting
set -g fish_autosuggestion_enabled 0
function fish_prompt
    printf '> \e]7704;%%ready\a'
end
`,
  },
  pwsh: {
    interactive: ["-NoLogo"],
    startFile: ".config/powershell/profile.ps1",
    prelude: `function prompt { "> $([char]27)]7704;%ready$([char]7)" }
`,
  },
};

export function interactiveArgv(shell: Shell): readonly [string, ...string[]] {
  return [shell.path, ...launches[shell.name].interactive];
}

/** The shell's start file, relative to HOME. */
export function startFile(shell: ShellName): string {
  return launches[shell].startFile;
}

/** The first lines of a start file under test. */
export function prelude(shell: ShellName): string {
  return launches[shell].prelude;
}
