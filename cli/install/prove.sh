# Shows that it works: a real interactive login shell walks into a throw-away project and out again, and tries pip.
# shellcheck shell=sh

: "${home=}" "${record=}" "${node=}" "${cache=}" "${mark=}"

# Proves the shells given; fails if a walk in or out failed in one of them.
prove_shells() (
  place=${record}/proof
  rm -rf -- "${place}"
  (umask 077 && mkdir -p -- "${place}/project" "${place}/zsh") || return 1
  if ! make_environment "${place}/project" 2>"${place}/output"; then
    say '  Not tried, because no environment could be made to try it with:'
    LC_ALL=C sed -n 's/^/    /p' "${place}/output" | tail -n 3
    rm -rf -- "${place}"
    return 0
  fi
  if ! can_meet; then
    rm -rf -- "${place}"
    return 1
  fi
  result=0
  for shell in "$@"; do
    if ! prove_shell "${shell}" "${place}" &&
      { [ "${shell}" != bash ] || ! hook_login_bash || ! prove_shell bash "${place}"; }; then
      result=1
    elif [ "${shell}" = bash ] && ! prove_plain_bash "${place}"; then
      result=1
    fi
  done
  show_refusal "${place}"
  (cd -- "${place}/project" && "${home}/cli/pyguard" forget .) >/dev/null 2>&1 </dev/null || :
  rm -rf -- "${place}"
  return "${result}"
)

# Under somebody else's XDG_RUNTIME_DIR, as `su` leaves it, no shell is told anything, whatever its start files are.
can_meet() {
  why=$("${home}/cli/pyguard" daemon status 2>&1 >/dev/null </dev/null | sed -n 's/^pyguard: \(no daemon can run: \)/\1/p')
  [ -n "${why}" ] || return 0
  say "  Not tried: ${why}" "    to see what to do, type in a shell like this one:  ${home}/cli/pyguard doctor"
  return 1
}

# As a person will see it, without a system's own text above it.
show_refusal() (
  for file in "$1"/refusal.*; do
    if grep -q '^pyguard: nothing was installed' "${file}" 2>/dev/null; then
      say '' 'What a refusal looks like:'
      LC_ALL=C sed -n '/^pyguard: /,$s/^/    /p' "${file}" | head -n 8
      return
    fi
  done
)

make_environment() (
  cd -- "$1" || return 1
  "${home}/cli/pyguard" venv --without-pip >/dev/null </dev/null && [ -f .venv/pyvenv.cfg ] && return 0
  rm -rf -- .venv
  command -v python3 >/dev/null || return 1
  python3 -m venv --without-pip .venv >/dev/null </dev/null && "${home}/cli/pyguard" trust . >/dev/null </dev/null
)

# One shell: types the steps into it, and tells what they found.
prove_shell() (
  place=$2
  said=${place}/said
  : >|"${said}"
  "steps_$1" >|"${place}/steps"
  keep_history_of_zsh "${place}"
  words=$(shell_words "$1")
  absent=$(list_absent "$1")
  if [ "$1" = fish ]; then
    keep_fish_from_work "${absent}"
  fi
  # shellcheck disable=SC2086 # several words
  run_alone "$@" ${words} <"${place}/steps" >|"${place}/output" 2>&1
  printf '%s\n' "${absent}" | while IFS= read -r path; do
    [ -z "${path}" ] || rm -rf -- "${path}"
  done
  entered=$(sed -n 's/^in //p' "${said}")
  left=$(sed -n 's/^out //p' "${said}")
  pip=$(sed -n 's/^pip //p' "${said}")
  case ${entered} in
    */project/.venv) ;;
    *)
      if grep -q '^out' "${said}"; then
        say "  $1: NOT WORKING: cd into a project did not enter its environment"
        LC_ALL=C sed -n 's/^pyguard: /    it said: /p' "${place}/output" | tail -n 1
        grep -q '^hooked' "${said}" || say_unreached "$1"
      else
        say "  $1: NOT PROVEN: the shell did not get through its own start-up files within 30 seconds"
      fi
      return 1
      ;;
  esac
  if [ -n "${left}" ]; then
    say "  $1: NOT WORKING: cd out of a project did not leave its environment"
    return 1
  fi
  words=$(pip_words "${pip}")
  say "  $1: cd into a project entered its .venv, cd out left it, ${words}"
)

# A terminal's bash need not be a login shell, and then reads .bashrc alone. One that leads to another shell is that one's.
prove_plain_bash() (
  place=$1
  said=${place}/said
  : >|"${said}"
  cat >|"${place}/steps" <<'END'
unset HISTFILE
test -n "$BASH_VERSION" && printf 'bash\n' >>"$proof_place/said"
typeset -f __pyguard_hook >/dev/null && printf 'hooked\n' >>"$proof_place/said"
exit
END
  run_alone bash "${place}" bash -i <"${place}/steps" >|"${place}/output" 2>&1
  if ! grep -q '^bash' "${said}" || grep -q '^hooked' "${said}"; then
    return 0
  fi
  say '  bash: NOT WORKING where it is no login shell: that reads .bashrc alone, and the hook is not loaded'
  if grep -qF -- "${mark}" "${HOME}/.bashrc" 2>/dev/null; then
    say_unreached_line "${HOME}/.bashrc"
  fi
  return 1
)

say_unreached() {
  rc_files "$1" | while IFS= read -r rc; do
    say_unreached_line "${rc}"
  done
}

say_unreached_line() {
  say "    the line in $1 seems not to be reached (a 'return' or 'exit' before it?): move it up"
}

pip_words() {
  case $1 in
    3) printf 'pip install was refused\n' ;;
    127) printf 'there is no pip to refuse\n' ;;
    '') printf 'pip was not tried\n' ;;
    *) printf 'pip install was let through to pip itself (ask there: pyguard explain -- pip install x)\n' ;;
  esac
}

# The words that start an interactive login shell which reads standard input.
shell_words() {
  case $1 in
    bash) printf 'bash -il\n' ;;
    zsh) printf 'zsh -il\n' ;;
    fish) printf 'fish --private -il\n' ;;
    *) printf 'pwsh -Login -NoLogo\n' ;;
  esac
}

# What a shell makes at its very first start and is not there yet: for somebody who never uses it, it goes again.
list_absent() (
  configuration=$(absolute_or "${XDG_CONFIG_HOME-}" "${HOME}/.config")
  data=$(absolute_or "${XDG_DATA_HOME-}" "${HOME}/.local/share")
  caches=${cache%/*}
  case $1 in
    fish)
      # Of an account without a name it makes the last, a pipe, where it is started.
      set -- "${data}/fish" "${caches}/fish" "${HOME}/.notifier"
      for name in fish_variables config.fish completions functions; do
        set -- "$@" "${configuration}/fish/${name}"
      done
      ;;
    pwsh) set -- "${data}/powershell" "${caches}/powershell" ;;
    *) set -- ;;
  esac
  for path in "$@"; do
    [ -e "${path}" ] || [ -L "${path}" ] || printf '%s\n' "${path}"
  done
)

# At its first start fish reads every manual page there is, unless it finds that this has been done.
keep_fish_from_work() {
  printf '%s\n' "$1" | while IFS= read -r path; do
    case ${path} in
      */fish) mkdir -p -- "${path}/generated_completions" ;;
      *) ;;
    esac
  done
}

# Nothing here can be installed even if no hook is there: --no-index leaves pip without a place to look.
steps_bash() {
  cat <<'END'
unset HISTFILE
typeset -f __pyguard_hook >/dev/null && printf 'hooked\n' >>"$proof_place/said"
cd "$proof_place/project"
[ -n "${VIRTUAL_ENV-}" ] || sleep 1
[ -n "${VIRTUAL_ENV-}" ] || sleep 3
printf 'in %s\n' "${VIRTUAL_ENV-}" >>"$proof_place/said"
cd ..
printf 'out %s\n' "${VIRTUAL_ENV-}" >>"$proof_place/said"
pip install --no-index pyguard-proof 2>"$proof_place/refusal.bash"
printf 'pip %s\n' "$?" >>"$proof_place/said"
exit
END
}

steps_zsh() {
  steps_bash
}

# Without a terminal fish draws no prompt: what a prompt sets off is set off by hand.
steps_fish() {
  cat <<'END'
functions -q __pyguard_hook; and printf 'hooked\n' >>"$proof_place/said"
emit fish_prompt
cd "$proof_place/project"
emit fish_prompt
test -n "$VIRTUAL_ENV"; or sleep 1
emit fish_prompt
test -n "$VIRTUAL_ENV"; or sleep 3
emit fish_prompt
printf 'in %s\n' "$VIRTUAL_ENV" >>"$proof_place/said"
cd ..
emit fish_prompt
printf 'out %s\n' "$VIRTUAL_ENV" >>"$proof_place/said"
pip install --no-index pyguard-proof 2>"$proof_place/refusal.fish"
printf 'pip %s\n' "$status" >>"$proof_place/said"
exit
END
}

steps_pwsh() {
  cat <<'END'
if ($function:prompt.Module.Name -ceq 'pyguard') { Add-Content -LiteralPath "$env:proof_place/said" -Value 'hooked' }
Set-Location -LiteralPath "$env:proof_place/project"
if (-not $env:VIRTUAL_ENV) { Start-Sleep 1 }
if (-not $env:VIRTUAL_ENV) { Start-Sleep 3 }
Add-Content -LiteralPath "$env:proof_place/said" -Value "in $env:VIRTUAL_ENV"
Set-Location ..
Add-Content -LiteralPath "$env:proof_place/said" -Value "out $env:VIRTUAL_ENV"
$LASTEXITCODE = if (Get-Command pip -ErrorAction Ignore) { 0 } else { 127 }
pip install --no-index pyguard-proof
Add-Content -LiteralPath "$env:proof_place/said" -Value "pip $LASTEXITCODE"
exit
END
}

# zsh may write history line by line, so HISTFILE has to go before the first of them; .zshenv is read first of all.
keep_history_of_zsh() {
  cat >|"$1/zsh/.zshenv" <<'END'
if [[ -n ${proof_zdotdir-} ]]; then ZDOTDIR=$proof_zdotdir; else unset ZDOTDIR; fi
unset proof_zdotdir
[[ ! -r ${ZDOTDIR:-$HOME}/.zshenv ]] || . "${ZDOTDIR:-$HOME}/.zshenv"
proof_forget() { unset HISTFILE }
precmd_functions+=(proof_forget)
END
}

# Runs shell $1's words ($3 on) as a new terminal would: nothing active, a session of its own, 30 seconds at most.
run_alone() (
  shell=$1
  place=$2
  shift 2
  if [ "${shell}" = zsh ]; then
    proof_zdotdir=${ZDOTDIR-}
    ZDOTDIR=${place}/zsh
    export proof_zdotdir ZDOTDIR
  fi
  proof_place=${place}
  export proof_place
  cd -- "${HOME}" && "${node}" -e "${run_limited}" "$@"
)

# shellcheck disable=SC2016 # JavaScript
run_limited='const { spawn } = require("child_process");
const env = { ...process.env };
const path = (env.PATH || "").split(":").filter((part) => part !== `${env.VIRTUAL_ENV}/bin`);
env.PATH = path.join(":");
for (const name of Object.keys(env)) {
  if (/^(VIRTUAL_ENV|PYGUARD|CONDA_|PYTHONHOME$|PROMPT_COMMAND$|_OLD_VIRTUAL)/.test(name)) delete env[name];
}
const [program, ...words] = process.argv.slice(1);
const child = spawn(program, words, { stdio: "inherit", detached: true, env });
const timer = setTimeout(() => { try { process.kill(-child.pid, "SIGKILL"); } catch {} }, 30000);
child.on("error", () => process.exit(127));
child.on("exit", (status) => { clearTimeout(timer); process.exit(status === null ? 124 : status); });'
