# pyguard's wrappers for fish: each asks before pip writes into a shared Python, then runs the command itself.

# Defines the wrappers, names that are the user's own function left alone. PYGUARD_WRAP names others.
function __pyguard_wrap
    set -l names pip pip3 python python3
    for name in pip-3 {pip,pip-,python}3.{6,7,8,9,10,11,12,13,14,15,16} python2.7 pypy3 py easy_install uv virtualenv poetry pdm hatch pipenv
        command -q $name; and set -a names $name
    end
    test -n "$PYGUARD_WRAP"; and set names (string split -n -- ' ' (string replace -a , ' ' -- $PYGUARD_WRAP))
    set -g __pyguard_names (string match -r '^[A-Za-z0-9._-]+\z' -- $names)
    for name in $__pyguard_names
        __pyguard_wrap_one $name
    end
    set -g __pyguard_aside
    __pyguard_fit_wrappers
end

# Whole in itself: where the helper is not there, in another shell, this runs the command as it is.
function __pyguard_wrap_one
    builtin functions -q $argv[1]; and not builtin contains -- $argv[1] $__pyguard_wrapped; and return
    eval "function $argv[1] --description 'looks where it would install (pyguard), then runs $argv[1]'
    if builtin functions -q __pyguard_run
        __pyguard_run $argv[1] \$argv
    else
        command $argv[1] \$argv
    end
end"
    builtin contains -- $argv[1] $__pyguard_wrapped; or set -ga __pyguard_wrapped $argv[1]
end

# Where the entered environment's own commands come first there is nothing to refuse: the wrappers are gone, but for a line
# that may put another Python in front on its way, send what is installed elsewhere, or make an environment elsewhere.
function __pyguard_fit_wrappers
    set -l wanted
    test "$__pyguard_roundabout" = gone; and return
    test -z "$__pyguard_roundabout" -a -n "$__pyguard_own_pip" -a "$PATH[1]" = "$__pyguard_own_pip/bin"
    and set wanted "$__pyguard_own_pip"
    test "$wanted" = "$__pyguard_aside"; and return
    for name in $__pyguard_wrapped
        if test -n "$wanted" -a -x "$wanted/bin/$name"
            builtin functions -q $name; and __pyguard_is_wrapper $name; and builtin functions -e $name
        else if not builtin functions -q $name
            __pyguard_wrap_one $name
        end
    end
    set -g __pyguard_aside "$wanted"
end

# Runs before every line; until the next prompt the wrappers are there, wherever the line goes.
function __pyguard_before --on-event fish_preexec
    # Nothing was made by the line before: what comes with a later one is no birth.
    test -e "$__pyguard_birth/.venv"; or set -g __pyguard_birth
    # Who may write where shows in no time of a file: the next prompt asks.
    string match -rq 'chmod|chown|chgrp|setfacl|mount' -- "$argv"; and set -g __pyguard_seen
    __pyguard_let_go "$argv"; and return
    # What comes first is searched for first: one expression for both would take seconds for a long text that was pasted.
    set -l after
    begin
        string match -rq '(?s)(?:venv|PATH|_path|PIP_|activate|workon|source|eval|\. |module|ml|spack|conda|mamba)(?<after>.*)' -- "$argv"
        and string match -rq 'pip|python' -- "$after"
    end
    or __pyguard_may_be_redirected "$argv"
    or begin
        string match -rq '(?s)(?:pip|python|uv|virtualenv)(?<after>.*)' -- "$argv"
        and string match -q '*venv*' -- "$after"
    end
    or return
    set -g __pyguard_roundabout yes
    set -g __pyguard_calm
    __pyguard_fit_wrappers
end

# fish runs no function in the background, and a block behind its pipe only when it has ended. In a line with `&` or `|` in
# which no Python could be refused, or make an environment, those wrappers that it names are gone until the next prompt.
function __pyguard_let_go
    set -l gone
    string match -rq '(?<![&<>|\\\\])[&|](?![&>|])' -- "$argv"
    and not string match -rq 'pip|easy_install|setup\.py|venv|virtualenv' -- "$argv"
    or return
    for name in (string match 'py*' -- $__pyguard_wrapped)
        string match -rq "\\b$name\\b" -- "$argv"; and not __pyguard_may_install $name; or continue
        builtin functions -q $name; and __pyguard_is_wrapper $name; or continue
        builtin functions -e $name
        set gone gone
    end
    test -n "$gone"; or return
    set -g __pyguard_roundabout gone
    set -g __pyguard_aside gone
    set -g __pyguard_calm
end

# What `__pyguard_is_redirected` may see of the commands in a line, or in variables.
function __pyguard_may_be_redirected
    string match -rq 'pip|python|easy_install' -- "$argv"; or return
    __pyguard_has_redirection
    or string match -rq '(?:pip|python|easy_install)[^;&|]{0,1000}(?:--(?:py|ta|pre|ro|ins|ho|exec-p)|-[a-zA-Z]{0,3}[dt])' -- "$argv"
end

# Whether something sends what is installed elsewhere, or has another Python run it, so that even an environment's own pip is
# asked about: variables, or options as pip, easy_install and setup.py know them, abbreviated or in a cluster.
function __pyguard_is_redirected
    __pyguard_has_redirection
    or string match -rq -- '^(?:--(?:py|ta|pre|ro|ins|ho|exec-p)|-[^-]*[dt])' $argv[2..]
end

function __pyguard_has_redirection
    test -n "$PIP_PYTHON$PIP_TARGET$PIP_PREFIX$PIP_ROOT$PIP_CONFIG_FILE"
end

function __pyguard_is_wrapper
    builtin functions $argv[1] | string match -q '*__pyguard_run*'
end

# Brings the environment up to date, asks where something could be refused, and runs.
function __pyguard_run
    if not status is-interactive; or test -n "$PIP_AUTO_COMPLETE"; or __pyguard_is_off
        __pyguard_execute $argv
    else if not __pyguard_may_install $argv
        __pyguard_unchanged; or __pyguard_refresh
        __pyguard_note_birth $argv
        __pyguard_execute $argv
    else if __pyguard_comes_first $argv[1]; and __pyguard_unchanged; and not __pyguard_is_redirected $argv
        __pyguard_note_birth $argv
        __pyguard_execute $argv
    else
        __pyguard_settle
        if not __pyguard_question pip $argv
            __pyguard_run_unanswered $argv
            return
        end
        __pyguard_note_birth $argv
        set -l decision "$__pyguard_answer[14]"
        set -l route $__pyguard_answer[17..-2]
        test -n "$__pyguard_answer[15]"; and builtin printf '%s\n' "$__pyguard_answer[15]" >&2
        switch $decision
            case refuse
                return 3
            case route
                __pyguard_execute $route
            case '*'
                __pyguard_execute $argv
        end
    end
end

# Whether a name is that of the environment's own, where nothing could be refused.
function __pyguard_comes_first
    set -l own "$__pyguard_own_pip$__pyguard_own_by_hand"
    test -n "$own"; and test "$(command -s $argv[1])" = "$own/bin/$argv[1]"
end

# What is not there is said as fish says it, not with the lines of a function.
function __pyguard_execute
    if not command -q -- $argv[1]
        fish_command_not_found $argv
        return 127
    end
    command $argv
end

# Whether a command makes environments: what it makes here is yours, since this shell saw that there was none.
function __pyguard_may_create
    switch $argv[1]
        case uv virtualenv poetry pdm hatch pipenv
            return 0
        case 'python*' 'pypy*' py
            string match -rq ' -m ?(venv|virtualenv) ' -- " $argv[2..] "
        case '*'
            return 1
    end
end

# Remembers a directory without `.venv`: $PWD, or the one an argument names. The next question tells of it.
function __pyguard_note_birth
    set -l directory "$PWD"
    __pyguard_may_create $argv; or return 0
    for word in $argv[2..]
        string match -rq './\.venv\z' -- "$word"; or continue
        set directory "$(builtin path dirname -- "$word")"
        string match -q '/*' -- "$word"; or set directory "$PWD/$directory"
    end
    test -e "$directory/.venv" -o -L "$directory/.venv"; or set -g __pyguard_birth "$directory"
end

# Whether a command could install at all: every pip, of python only `-m something`, setup.py and `venv`'s kin.
function __pyguard_may_install
    set -l takes_value no
    switch $argv[1]
        case 'python*' 'pypy*' py
        case uv virtualenv poetry pdm hatch pipenv
            return 1
        case '*'
            return 0
    end
    for word in $argv[2..]
        switch $takes_value:$word
            case 'yes:*'
                set takes_value no
            case no:--check-hash-based-pycs
                set takes_value yes
            case 'no:--*'
            case 'no:-*'
                # What comes first in a cluster decides: after `W` and `X` the rest is a value.
                switch (string replace -r '^-[^cmWX]*' '' -- $word)
                    case 'm*'
                        return 0
                    case 'c*'
                        return 1
                    case W X
                        set takes_value yes
                end
            case 'no:*setup.py'
                return 0
            case '*'
                return 1
        end
    end
    return 1
end

# The last rung (P5): nobody could decide, so pip's own check stands in for a plain install, this once.
function __pyguard_run_unanswered
    # Whoever removed pyguard does not want to hear of it.
    if not test -e "$__pyguard_home/cli/pyguard"
        __pyguard_execute $argv
        return
    end
    set -l plain
    for word in $argv
        switch $word
            case install uninstall
                set plain yes
            case '--ta*' '--pref*' '--ro*' '--py*' '--dry*' '-t*'
                set plain no
                break
        end
    end
    if test "$plain" = yes -a -z "$CONDA_PREFIX" -a -z "$PYGUARD_ALLOW_GLOBAL"
        builtin printf '%s\n' 'pyguard: no answer from its daemon; pip itself is asked to refuse a shared Python (pyguard doctor)' >&2
        set -lx PIP_REQUIRE_VIRTUALENV 1
        __pyguard_execute $argv
    else
        test -n "$plain"; and builtin printf '%s\n' 'pyguard: no answer from its daemon; running this unchecked (pyguard doctor)' >&2
        __pyguard_execute $argv
    end
end

# What only this shell can tell `pyguard doctor`, `status` and `explain`: whether the hook still runs at its prompts, what
# was done by hand, and which names are the user's own and so go past the wrappers.
function __pyguard_tell_facts
    set -l hook lost
    set -l theirs
    builtin functions __pyguard_hook 2>/dev/null | string match -q '*--on-event fish_prompt*'; and set hook runs
    for name in $__pyguard_names
        builtin functions -q $name; or continue
        # One that calls a wrapper is guarded all the same.
        set -l words (builtin functions $name | string match -r '^\s+[\w.-]+' | string trim)
        for word in $name $words
            builtin functions -q $word; and __pyguard_is_wrapper $word; and set name; and break
        end
        test -n "$name"; and set -a theirs $name:function
    end
    set -l left
    test -n "$__pyguard_left"; and set left yes
    set theirs (string join , -- $theirs)
    echo "shell=fish hook=$hook off=$__pyguard_off left=$left theirs=$theirs"
end

# The command. What changes this shell is done here; everything else by the program, what is typed too much among it.
function pyguard --description 'packages go into a project\'s own environment'
    set -l typed "$argv[1]"
    set -q argv[2]; and set -a typed words
    switch "$typed"
        case on
            set -g __pyguard_off
            set -g __pyguard_seen
            # Names that are free by now are wrapped, too.
            __pyguard_wrap
            # An assignment passes the status before it along.
            true
        case off
            set -g __pyguard_off yes
            __pyguard_leave
        case 'anyway words'
            if not string match -qr '^(-|$)' -- "$argv[2]"
                set -lx PYGUARD_ALLOW_GLOBAL 1
                # pip's own checks are what "after all" means, too: a marked Python's (PEP 668), and require-virtualenv.
                set -q PIP_BREAK_SYSTEM_PACKAGES; or set -lx PIP_BREAK_SYSTEM_PACKAGES 1
                set -lx PIP_REQUIRE_VIRTUALENV 0
                set -lx PIP_REQUIRE_VENV ''
                $argv[2..]
            else
                "$__pyguard_home/cli/pyguard" $argv
            end
        case 'doctor*' 'status*' 'explain*' 'check*' enter
            if test $argv[1] = enter
                set -g __pyguard_left
                set -g __pyguard_seen
            end
            set -lx PYGUARD_SHELL_FACTS (__pyguard_tell_facts)
            "$__pyguard_home/cli/pyguard" $argv
        case '*'
            set -g __pyguard_seen
            "$__pyguard_home/cli/pyguard" $argv
    end
end

# The prompt segment without a process; its options are the executable's.
function pyguard-status --description 'the environment that is entered here, for a prompt'
    if set -q argv[1]
        "$__pyguard_home/cli/pyguard-status" $argv
        return
    end
    set -l parts (string split -m 2 '|' -- "$PYGUARD_SEGMENT")
    set -l words
    test -n "$parts[3]"; and set -a words "$parts[3]"
    test -n "$parts[1]"; and set -a words "$parts[1]"
    string match -q '*n*' -- "$parts[2]"; and set -a words no-env
    string match -q '*u*' -- "$parts[2]"; and set -a words untrusted
    string match -q '*b*' -- "$parts[2]"; and set -a words broken
    string match -q '*e*' -- "$parts[2]"; and set -a words pip-elsewhere
    string match -q '*s*' -- "$parts[2]"; and string match -qr '^0*$' -- "$PYTHONNOUSERSITE"; and set -a words user-site
    test -z "$words"; or string join -- ' ' $words
end
