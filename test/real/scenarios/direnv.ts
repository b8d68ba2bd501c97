// direnv beside pyguard: on leaving it puts PATH back as it found it, whatever was entered or left since.

import { cd, has, inside, leave, outside, printsNothing, types } from "../steps.ts";
import type { Dialect } from "../dialect.ts";
import type { Scenario } from "../stage.ts";

/** What direnv's hook does, with `PATH_add` in the `.envrc` of every directory called rc. */
const posix = String.raw`
_direnv_hook() {
  local ended=$?
  case $PWD in
    */rc)
      if [ -z "${"${DIRENV_DIFF-}"}" ] || [ -n "${"${reload-}"}" ]; then
        export DIRENV_DIFF="${"${DIRENV_DIFF:-$PATH}"}" reload=
        export PATH="/added:$DIRENV_DIFF"
      fi
      ;;
    *) [ -z "${"${DIRENV_DIFF-}"}" ] || { export PATH="$DIRENV_DIFF"; unset DIRENV_DIFF; } ;;
  esac
  return "$ended"
}
`;

const hooks: Readonly<Partial<Record<Dialect["name"], string>>> = {
  bash: `${posix}PROMPT_COMMAND=_direnv_hook\n`,
  zsh: `${posix}precmd_functions=(_direnv_hook) chpwd_functions=(_direnv_hook)\n`,
  fish: String.raw`
function __direnv_export_eval --on-event fish_prompt
    if string match -q '*/rc' -- $PWD
        set -q saved; or begin; set -g saved $PATH; set -gx PATH /added $PATH; end
    else
        set -q saved; and set -gx PATH $saved
        set -e saved
    end
end
`,
};

const hooksFirst: typeof hooks = {
  bash: `${posix}PROMPT_COMMAND="_direnv_hook;$PROMPT_COMMAND"\n`,
  zsh: `${posix}precmd_functions=(_direnv_hook $precmd_functions) chpwd_functions=(_direnv_hook $chpwd_functions)\n`,
};

/** What is entered a prompt later, on a busy machine, stands elsewhere on PATH. */
const surely = { PYGUARD_DAEMON: "0" };

export const besideDirenv: readonly Scenario[] = [
  {
    name: "PATH is as it was after direnv put it back",
    shells: ["bash", "zsh", "fish"],
    projects: { rc: "trusted", next: "trusted" },
    environment: () => surely,
    before: ({ name }) => hooks[name] ?? "",
    steps: [
      cd("rc"),
      has("PATH", ({ path, path0 }) => `/added:${path}/rc/.venv/bin:${path0}`),
      leave(),
      printsNothing(),
      outside(),
      cd("rc"),
      cd("next"),
      inside("next"),
      cd("rc"),
      types("deactivate"),
      types(""),
      leave(),
      outside(),
    ],
  },
  {
    name: "an environment stays on PATH when direnv, which runs first, sets it anew",
    shells: ["bash", "zsh"],
    projects: { rc: "trusted" },
    environment: () => surely,
    after: ({ name }) => hooksFirst[name] ?? "",
    steps: [
      cd("rc"),
      has("PATH", ({ path, path0 }) => `${path}/rc/.venv/bin:/added:${path0}`),
      types("reload=yes"),
      has("PATH", ({ path, path0 }) => `${path}/rc/.venv/bin:/added:${path0}`),
      leave(),
      outside(),
    ],
  },
];
