// What editors and distributions do to bash's PROMPT_COMMAND around the hook's line: it still runs, or the doctor says so.

import type { Scenario, Step } from "../stage.ts";
import {
  cd,
  endsWith,
  inside,
  leave,
  meanwhile,
  outside,
  prints,
  printsNothing,
  types,
} from "../steps.ts";

/** The other shells of this machine are not hooked here, and a busy machine is no failure. */
const doctor = "pyguard doctor --ignore hook-missing --ignore daemon-mute";

/** As VS Code's script: the first element is kept aside and called by a function of its own, PS1 is framed. */
const editor = String.raw`
__vsc_in=1 __vsc_framed=
__vsc_frame() {
  [ "$__vsc_in" = 1 ] || return
  [ "$PS1" = "$__vsc_framed" ] || __vsc_framed="\[\e]633;A\a\]$PS1\[\e]633;B\a\]"
  PS1=$__vsc_framed __vsc_in=0
}
__vsc_seen() { [ "$__vsc_in" = 1 ] || __vsc_in=1; }
__vsc_again() { return "$1"; }
__vsc_prompt_cmd_original() {
  __vsc_status=$?
  local cmd
  __vsc_again "$__vsc_status"
  for cmd in "${"${__vsc_original_prompt_command[@]}"}"; do eval "$cmd"; done
  __vsc_frame
}
__vsc_prompt_cmd() { __vsc_frame; }
trap '__vsc_seen "$_"' DEBUG
__vsc_frame
__vsc_original_prompt_command=$PROMPT_COMMAND
PROMPT_COMMAND=__vsc_prompt_cmd
[ -z "$__vsc_original_prompt_command" ] || PROMPT_COMMAND=__vsc_prompt_cmd_original
`;

/** As systemd's in /etc/profile.d: an empty place for who assigns a string, an element of its own, something in PS0. */
const system = String.raw`
__systemd_osc_context_precmdline() { local status=$?; printf '\033]3008;start=x\033\\'; return "$status"; }
[ -n "$(declare -p PROMPT_COMMAND 2>/dev/null)" ] || PROMPT_COMMAND+=('')
PROMPT_COMMAND+=(__systemd_osc_context_precmdline)
__systemd_osc_context_ps0() { printf '\033]3008;start=y\033\\'; }
PS0='$(__systemd_osc_context_ps0)'
`;

/** As bash-preexec: at the first prompt it makes one text of what is there, around it its own. */
const preexec = String.raw`
__bp_first() { __bp_status=$?; }
__bp_last() { __bp_ready=yes; }
__bp_install() {
  PROMPT_COMMAND="${"${PROMPT_COMMAND/__bp_install/:}"}"
  PROMPT_COMMAND="__bp_first"$'\n'"$PROMPT_COMMAND"$'\n'__bp_last
  trap ': "$_"' DEBUG
}
PROMPT_COMMAND="${"${PROMPT_COMMAND:+$PROMPT_COMMAND; }"}__bp_install"
`;

/** As bash-preexec with a prompt that is made in its list, which it calls before the rest of PROMPT_COMMAND. */
const listed = String.raw`
bash_preexec_imported=defined
VIRTUAL_ENV_DISABLE_PROMPT=1 __their_prompt=$PS1
__their_precmd() { PS1="${"${VIRTUAL_ENV_PROMPT:+($VIRTUAL_ENV_PROMPT) }"}$__their_prompt"; }
precmd_functions+=(__their_precmd)
__bp_again() { return "$1"; }
__bp_precmd_invoke_cmd() {
  local status=$? each
  for each in "${"${precmd_functions[@]}"}"; do __bp_again "$status"; "$each"; done
  __bp_again "$status"
}
__bp_install() {
  PROMPT_COMMAND="${"${PROMPT_COMMAND/__bp_install/:}"}"
  PROMPT_COMMAND="__bp_precmd_invoke_cmd"$'\n'"$PROMPT_COMMAND"
  __bp_precmd_invoke_cmd
}
PROMPT_COMMAND="${"${PROMPT_COMMAND:+$PROMPT_COMMAND; }"}__bp_install"
`;

/** As ble.sh with such a prompt, which is added by name. */
const editing = String.raw`
BLE_VERSION=0.4.0 VIRTUAL_ENV_DISABLE_PROMPT=1 __their_prompt=$PS1
__their_precmd() { PS1="${"${VIRTUAL_ENV_PROMPT:+($VIRTUAL_ENV_PROMPT) }"}$__their_prompt"; }
_ble_hook_h_PRECMD=(__their_precmd)
blehook() { [ "${"${1%%=*}"}" != PRECMD+- ] || _ble_hook_h_PRECMD=("${"${1#*=}"}" "${"${_ble_hook_h_PRECMD[@]}"}"); }
__ble_again() { return "$1"; }
__ble_precmd() {
  local status=$? each
  for each in "${"${_ble_hook_h_PRECMD[@]}"}"; do __ble_again "$status"; "$each"; done
  __ble_again "$status"
}
__ble_attach() {
  PROMPT_COMMAND="__ble_precmd"$'\n'"${"${PROMPT_COMMAND/__ble_attach/:}"}"
  __ble_precmd
}
PROMPT_COMMAND="${"${PROMPT_COMMAND:+$PROMPT_COMMAND; }"}__ble_attach"
`;

/** As starship, and liquidprompt before bash 5.1: what stood there is kept under another name and run in its midst. */
const keeper = (name: string, command: string): string => String.raw`
${command}() {
  local status=$?
  ( exit "$status" )
  eval "${"${"}${name}-}"
}
${name}=$PROMPT_COMMAND
PROMPT_COMMAND=${command}
`;
const starship = keeper("STARSHIP_PROMPT_COMMAND", "starship_precmd");
const liquidprompt = keeper("LP_OLD_PROMPT_COMMAND", "__lp_set_prompt");

const isWell: readonly Step[] = [
  cd("proj"),
  inside("proj"),
  types(doctor),
  printsNothing(),
  types("/bin/sh -c 'exit 7'"),
  endsWith(7),
  leave(),
  outside(),
];

const isLost: readonly Step[] = [
  types(doctor),
  prints(
    /^hook-lost: [^\n]*PROMPT_COMMAND\n {2}where {2}this bash\n {2}mend {3}exec bash\n {2}note /,
  ),
];

/** Leaving asks nobody: the very next prompt shows it. */
const showsAtOnce: readonly Step[] = [
  cd("proj"),
  inside("proj"),
  leave(),
  meanwhile(({ t, terminal }) => {
    t.equal(terminal.prompt(), "> ", "the prompt after leaving");
  }),
  ...isWell,
];

type Around = { readonly before?: string; readonly after?: string };

function row(name: string, { before = "", after = "" }: Around, steps = isWell): Scenario {
  return {
    name,
    shells: ["bash"],
    projects: { proj: "trusted" },
    before: () => before,
    after: () => after,
    steps,
  };
}

function newRow(...words: Parameters<typeof row>): Scenario {
  return { ...row(...words), newBashOnly: true };
}

const assigns = "PROMPT_COMMAND='history -a'\n";

export const promptCommandRows: readonly Scenario[] = [
  row("an editor's integration after the line", { after: editor }),
  newRow("the system's before the line", { before: system }),
  newRow("the system's after the line", { after: system }),
  newRow("the system's before, an editor's after", { before: system, after: editor }),
  row("a preexec before the line", { before: preexec }),
  row("a preexec after the line", { after: preexec }),
  row("a preexec before, an editor's after", { before: preexec, after: editor }),
  row("a prompt in a preexec's list before the line", { before: listed }, showsAtOnce),
  row("a prompt in a preexec's list after the line", { after: listed }, showsAtOnce),
  row("a prompt in a line editor's list before the line", { before: editing }, showsAtOnce),
  row("a prompt in a line editor's list after the line", { after: editing }, showsAtOnce),
  row("starship after the line", { after: starship }),
  row("starship below an editor's", { after: starship + editor }),
  row("starship without the line's part", { after: assigns + starship }, isLost),
  row("liquidprompt after the line", { after: liquidprompt }),
  row("somebody's assignment before the line", { before: assigns }),
  row("somebody's assignment after the line", { after: assigns }, isLost),
  newRow("the same where the system has its own", { before: system, after: assigns }, isLost),
  row("the same below an editor's", { after: assigns + editor }, isLost),
  row("what was typed is mended by what the doctor says", {}, [
    types("PROMPT_COMMAND=:"),
    ...isLost,
    types("exec bash"),
    ...isWell,
  ]),
];
