# Asks the daemon one question in fish, which has neither sockets nor a `read` that gives up: a file, a name that rings,
# a look for the answer. Where that brings none at once, one small bash starts the daemon, or waits.

# Where hooks and daemon meet (docs/wire.md: runtime directory), in $__pyguard_runtime. Fails where it is not ours.
function __pyguard_find_runtime
    set -l base "/tmp/pyguard-$EUID"
    set -l id 0
    # One that is gone was another login's, or another machine's: batch systems pass it on.
    if test -n "$XDG_RUNTIME_DIR"; and not string match -q '/*' -- "$XDG_RUNTIME_DIR"; or test -e "$XDG_RUNTIME_DIR"
        string match -q '/*' -- "$XDG_RUNTIME_DIR"; and test -d "$XDG_RUNTIME_DIR" -a -O "$XDG_RUNTIME_DIR"; or return
        set base "$XDG_RUNTIME_DIR/pyguard"
    else if test -d "/run/user/$EUID" -a -O "/run/user/$EUID"
        set base "/run/user/$EUID/pyguard"
    end
    # The number of the root mount differs between mount namespaces.
    test -r /proc/self/mountinfo; and builtin read -l -d ' ' first rest </proc/self/mountinfo; and set id $first
    string match -rq '^[0-9]+\z' -- "$id"; or set id 0
    set -gu __pyguard_runtime "$base/$id"
    __pyguard_find_bash
end

# The bash that was recorded at install, else one that is here.
function __pyguard_find_bash
    set -gu __pyguard_bash
    test -r "$__pyguard_home/bash-path"; and builtin read __pyguard_bash <"$__pyguard_home/bash-path"
    for bash in "$__pyguard_bash" /bin/bash (command -s bash)
        set __pyguard_bash $bash
        test -x "$bash"; and return
    end
end

# Asks and applies: verb, then for `pip` the command.
function __pyguard_question
    set -l verb $argv[1]
    set -l flags i
    set -l conda
    if test $verb = here; and __pyguard_look_at_pending
        __pyguard_apply here
        return 0
    end
    test -t 2; and set flags "$flags"t
    test -n "$TERM_PROGRAM$TERMINAL_EMULATOR"
    and string match -rq 'vscode|zed|JetBrains' -- "$TERM_PROGRAM$TERMINAL_EMULATOR"
    and set flags "$flags"e
    test -n "$__pyguard_left"; and set flags "$flags"h
    test -n "$VIRTUAL_ENV" -a "$VIRTUAL_ENV" = "$__pyguard_first_env"; and set flags "$flags"b
    test "$CONDA_PREFIX" = "$__pyguard_first_conda"; or set conda "$CONDA_PREFIX"
    __pyguard_gather_evidence
    __pyguard_reach $verb "$__pyguard_evidence" $flags "$VIRTUAL_ENV" "$conda" "$__pyguard_witness" \
        $fish_pid fish $argv[2..]
    and __pyguard_apply $verb
end

# What this shell saw with its own eyes: an environment that was made here, or one that was activated by hand.
function __pyguard_gather_evidence
    if test -n "$__pyguard_birth" -a -e "$__pyguard_birth/.venv/pyvenv.cfg"
        set -g __pyguard_evidence "born:$__pyguard_birth"
        return
    end
    # Nothing was made: what comes later with a download is no birth. Half-made may still be completed.
    test -e "$__pyguard_birth/.venv"; or set -g __pyguard_birth
    test -n "$VIRTUAL_ENV" -a -n "$__pyguard_drawn" -a -z "$__pyguard_evidence"
    and test "$VIRTUAL_ENV" != "$__pyguard_env_before" -a "$VIRTUAL_ENV" != "$__pyguard_put"
    and set -g __pyguard_evidence "activated:$VIRTUAL_ENV"
end

# The daemon, or one run of the same code: for pip where nobody answers, else where that is how pyguard is to work.
# Takes verb, evidence, flags, VIRTUAL_ENV, CONDA_PREFIX, witness, pid, shell, and for `pip` the command.
function __pyguard_reach
    set -g __pyguard_mode daemon
    builtin contains -- "$PYGUARD_DAEMON" 0 off OFF; or test -e "$__pyguard_runtime/off"; and set -g __pyguard_mode once
    if test $argv[1] = pip
        __pyguard_gather $argv[9..]
    else
        set -g __pyguard_number (builtin math $__pyguard_number + 1)
    end
    set -g __pyguard_pending
    set -g __pyguard_rung
    if test $__pyguard_mode = once
        if test $argv[1] = here; and not __pyguard_venv_above
            set -g __pyguard_answer pyguard/1 $__pyguard_number "$PWD" out '' "$PWD" '' '' '' '' '' 0 '' '' '' .
            return
        end
    else if __pyguard_has_recent mute 60; or __pyguard_was_mute_here
        if test $argv[1] = here
            # Nobody waits, but whoever is absent is started all the same.
            __pyguard_is_present; or __pyguard_has_recent start 10; or test -n "$__pyguard_muted_at"
            or __pyguard_reach_by_bash $argv
            return 1
        end
    else if __pyguard_is_present
        if __pyguard_ring $argv
            __pyguard_answer_holds
            return
        end
    else if test $argv[1] = here; and not __pyguard_venv_above; and __pyguard_has_recent start 60
        return 1
    end
    __pyguard_reach_by_bash $argv
end

# Whether a daemon is there, by its pid: a corpse that nobody fetches has no command line any more.
function __pyguard_is_present
    set -l pid
    set -l command
    test -O "$__pyguard_runtime"; or return
    if test -r "$__pyguard_runtime/pid"
        builtin read pid <"$__pyguard_runtime/pid"
    else
        # Where nothing matches, only `set` and `for` are silent.
        set pid $__pyguard_runtime/up.*
        set pid (builtin string match --regex --groups-only '\.([0-9]+)$' -- $pid)[1]
    end
    test -n "$pid"; or return
    if test -r "/proc/$pid/cmdline"
        builtin read -z command <"/proc/$pid/cmdline"
        test -n "$command"
    else
        not test -d /proc/self
    end
end

# Whether one of the files of that name is younger than so many seconds.
function __pyguard_has_recent
    for file in $__pyguard_runtime/$argv[1].*
        __pyguard_is_recent (builtin path mtime -R -- $file; or echo 60) $argv[2]; and return
    end
    return 1
end

# The same where no such file could be left: the age of the hook is a clock, until there is a newer one.
function __pyguard_was_mute_here
    test -n "$__pyguard_muted_at"; or return
    __pyguard_is_recent (builtin math (__pyguard_age) - $__pyguard_muted_at) 60
end

# So many seconds ago; where the clock was set back, it is of a time to come.
function __pyguard_is_recent
    test $argv[1] -ge 0 -a $argv[1] -lt $argv[2]
end

function __pyguard_age
    builtin path mtime -R -- "$__pyguard_home/hooks/ask.fish"; or echo 0
end

# Asks without a process, and looks for the answer for some milliseconds. Fails where nobody hears such a ring, where
# none can be left (from then on in this shell), and where the answer takes longer.
function __pyguard_ring --argument-names verb evidence flags environment conda witness
    set -l asked "$__pyguard_runtime/rings/asked"
    set -l ring "$__pyguard_id.$__pyguard_number"
    set -l command
    test -n "$__pyguard_id" -a -w "$asked" -a -O "$asked"; or return
    if test $verb = pip
        set command (builtin count $__pyguard_variables) $__pyguard_variables $__pyguard_words $argv[9..]
    end
    builtin printf '%s\0' pyguard/1 $__pyguard_number $verb fish $__pyguard_version $fish_pid "$PWD" "$environment" \
        "$PYGUARD_ACTIVE" "$conda" "$witness" "$evidence" $flags $command . >"$asked/q.$__pyguard_id"
    and builtin true >"$__pyguard_runtime/rings/$ring"
    or set -g __pyguard_id
    test -n "$__pyguard_id"; or return
    set -g __pyguard_rung $__pyguard_id
    # Mostly it is there at once: a list as long as one's patience takes a while to begin.
    if not test -e "$asked/a.$ring"
        for try in $__pyguard_tries
            test -e "$asked/a.$ring"; and break
        end
        test -e "$asked/a.$ring"; or return
    end
    __pyguard_read_answer "$asked/a.$ring"
    return 0
end

# For `pip` a new number, how many words $argv has, and the variables that change a decision (docs/wire.md: field 14), as
# assignments in $__pyguard_variables. In one substitution, since each costs as much as ten commands.
function __pyguard_gather
    set -l whole 'PATH|HOME|LANG|LC_ALL|LC_MESSAGES|NO_COLOR|CI|GITHUB_ACTIONS|IN_NIX_SHELL|WORKON_HOME|VIRTUALFISH_HOME'
    set -l begun '(_?PIP|PYENV|ASDF|MISE|_?CONDA|SPACK|NIX|GUIX|PIXI|XDG_CONFIG|BUILD|COLAB|KAGGLE)_|PYTHON|PYGUARD'
    # Where it is empty, as some have it, lines are not told apart.
    set -l IFS \n
    set -l told (
        builtin math $__pyguard_number + 1
        builtin count $argv
        set --export --names | string match -r "^(?:(?:$whole)\$|(?:$begun).*)"
    )
    set -g __pyguard_number $told[1]
    set -g __pyguard_words $told[2]
    set -g __pyguard_variables
    for name in $told[3..]
        set -ga __pyguard_variables "$name=$$name"
    end
end

# Has one process ask, or wait for the answer to what was asked already.
function __pyguard_reach_by_bash
    set -g __pyguard_answer (
        $__pyguard_bash --noprofile --norc -p "$__pyguard_home/hooks/ask-once.bash" \
            "$__pyguard_runtime" $__pyguard_number "$__pyguard_rung" $argv </dev/null 2>/dev/null | string split0
    )
    set -g __pyguard_muted_at
    if test "$__pyguard_answer" = mute
        set -g __pyguard_muted_at (__pyguard_age)
    else if test (builtin count $__pyguard_answer) -eq 1
        set -g __pyguard_pending "$__pyguard_answer"
        set -g __pyguard_pending_for "$VIRTUAL_ENV:$CONDA_PREFIX:$PYGUARD_ACTIVE"
    end
    __pyguard_answer_holds
end

# Whether a `.venv` stands at or above $PWD: decides what may be waited for.
function __pyguard_venv_above
    set -l directory "$PWD"
    while true
        test -e "$directory/.venv"; and return
        test "$directory" = /; and return 1
        set directory "$(builtin path dirname -- "$directory")"
    end
end

# Whether the answer that was missed is there by now, for here and whole, and what was asked still holds; without waiting.
function __pyguard_look_at_pending
    test -n "$__pyguard_pending" -a -O "$__pyguard_pending"; or return
    __pyguard_read_answer "$__pyguard_pending"
    set -g __pyguard_pending
    test "$VIRTUAL_ENV:$CONDA_PREFIX:$PYGUARD_ACTIVE" = "$__pyguard_pending_for"; and __pyguard_answer_holds
end

# The fields in a file; none where its end is missing.
function __pyguard_read_answer
    set -g __pyguard_answer
    string match -rq '\x00\.\x00\z' <"$argv[1]"; and set -g __pyguard_answer (string split0 <"$argv[1]")
end

# Checks all that can be checked.
function __pyguard_answer_holds
    set -l environment "$__pyguard_answer[5]"
    set -q __pyguard_answer[16]; and not string match -rq '(?s)^.{16384}' -- "$__pyguard_answer"; or return
    test "$__pyguard_answer[1]" = pyguard/1; and test "$__pyguard_answer[2]" = "$__pyguard_number"
    and test "$__pyguard_answer[3]" = "$PWD"; and test "$__pyguard_answer[-1]" = .
    or return
    switch "$__pyguard_answer[14]"
        case '' allow advise refuse
            not set -q __pyguard_answer[17]; or return
        case route
            test "$__pyguard_answer[16]" = (builtin math (builtin count $__pyguard_answer) - 17); or return
        case '*'
            return 1
    end
    switch "$__pyguard_answer[4]"
        case in
            string match -rq '^/[^:[:cntrl:]]+\z' -- "$environment"; and __pyguard_is_within "$__pyguard_answer[6]"
        case out keep
            test -z "$environment"
        case '*'
            return 1
    end
end
