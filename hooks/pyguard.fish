# pyguard for fish: enters and leaves .venv, and asks before pip writes into a shared Python.
# Where this file is not the effective user's (`sudo -s`), pyguard does nothing.
status is-interactive; and test -O (status filename); or return 0

# Whatever an outer shell exported says nothing about this one.
if test "$__pyguard_pid" != $fish_pid
    set -gu __pyguard_pid $fish_pid
    # Not resolved, unless this file itself is a link: an installation is one, and stays when what it leads to is replaced.
    set -gu __pyguard_home (status filename)
    test -L "$__pyguard_home"; and set __pyguard_home (builtin path resolve -- "$__pyguard_home")
    string match -q '/*' -- "$__pyguard_home"; or set __pyguard_home "$PWD/$__pyguard_home"
    set __pyguard_home (builtin path dirname -- (builtin path dirname -- "$__pyguard_home"))
    set -gu __pyguard_version 0.1.0
    set -gu __pyguard_number 0
    # A question's name; then as many looks as are worth less than a process.
    set -gu __pyguard_id $fish_pid.(builtin random)
    set -gu __pyguard_tries {1,2,3,4,5}{1,2,3,4,5,6,7,8,9,10}{1,2,3,4,5,6,7,8,9,10}
    set -gu __pyguard_off
    # What the last answer said, and where.
    set -gu __pyguard_answer
    set -gu __pyguard_seen
    set -gu __pyguard_witness
    set -gu __pyguard_marks
    set -gu __pyguard_own_pip
    set -gu __pyguard_own_by_hand
    set -gu __pyguard_line
    set -gu __pyguard_pending
    set -gu __pyguard_pending_for
    set -gu __pyguard_mode
    set -gu __pyguard_muted_at
    # What this shell did and saw.
    set -gu __pyguard_environment
    set -gu __pyguard_root
    set -gu __pyguard_put
    set -gu __pyguard_left
    set -gu __pyguard_drawn
    set -gu __pyguard_birth
    set -gu __pyguard_evidence
    set -gu __pyguard_env_before
    set -gu __pyguard_deactivates
    set -gu __pyguard_wrapped
    set -gu __pyguard_aside
    set -gu __pyguard_roundabout
    set -gu __pyguard_prefix
    set -gu __pyguard_prompt_state
    set -gu __pyguard_calm
    set -gu __pyguard_calm_at
    set -e __pyguard_pythonhome
    # A marker that is none would make every question unreadable.
    string match -rq '^/[^:]*:/[^:]*\z' -- "$PYGUARD_ACTIVE"; or set -e PYGUARD_ACTIVE
    # What was there before the first prompt, shown again on leaving.
    set -gu __pyguard_under
    set -gu __pyguard_under_prompt
    set -gu __pyguard_first_env
    set -gu __pyguard_first_conda
    set -gu __pyguard_conda
    set -gu __pyguard_gone
end

# Builtin tests only (docs/wire.md: unchanged), in an environment also whether it is as the daemon judged it.
function __pyguard_unchanged
    set -q _OLD_VIRTUAL_PATH; and __pyguard_is_activated_twice; and return 1
    # What failed half-way is whole by now.
    test -n "$__pyguard_birth"; and test -e "$__pyguard_birth/.venv/pyvenv.cfg"; and return 1
    test "$PWD|$VIRTUAL_ENV|$CONDA_PREFIX|$PYGUARD|$PYGUARD_ACTIVE" = "$__pyguard_seen" -a -e "$__pyguard_up"
    or return
    test -e "$__pyguard_present" -o -L "$__pyguard_present"; and test ! -e "$__pyguard_absent" -a ! -L "$__pyguard_absent"
    and test -e "$__pyguard_config" -a ! "$__pyguard_config" -nt "$__pyguard_stamp" -a ! "$__pyguard_bin" -nt "$__pyguard_stamp"
end

# Settles what stays as it is until the next question: the paths above, `/` and nothing where there is nothing to test.
function __pyguard_note_seen
    set -l environment "$__pyguard_environment"
    test -n "$environment"; or set environment "$__pyguard_own_by_hand"
    set -g __pyguard_seen "$PWD|$VIRTUAL_ENV|$CONDA_PREFIX|$PYGUARD|$PYGUARD_ACTIVE"
    set -g __pyguard_up /
    set -g __pyguard_present /
    set -g __pyguard_absent
    set -g __pyguard_config /
    set -g __pyguard_bin /
    set -g __pyguard_stamp /
    test -n "$__pyguard_witness"; and set -g __pyguard_up "$__pyguard_runtime/$__pyguard_witness"
    # On a mount that may not answer, nothing is touched.
    string match -q '*r*' -- "$__pyguard_marks"; and return
    test "$__pyguard_answer[12]" = 1; and set -g __pyguard_present "$PWD/.venv"; or set -g __pyguard_absent "$PWD/.venv"
    test -n "$environment"; or return
    set -g __pyguard_config "$environment/pyvenv.cfg"
    set -g __pyguard_bin "$environment/bin"
    # Where there is no stamp, nothing is newer than itself.
    set -g __pyguard_stamp "$__pyguard_config"
    test -n "$__pyguard_answer[11]"; and set -g __pyguard_stamp "$__pyguard_runtime/$__pyguard_answer[11]"
end

function __pyguard_refresh
    __pyguard_settle; and __pyguard_question here
end

# The marker's two parts, in $__pyguard_environment and $__pyguard_root.
function __pyguard_read_marker
    set -g __pyguard_environment
    set -g __pyguard_root
    string match -rq '(?s)^(?<__pyguard_environment>[^:]*):(?<__pyguard_root>.*)$' -- "$PYGUARD_ACTIVE"
end

# What needs no daemon: leaving, and seeing what was done by hand. Fails where pyguard is off.
function __pyguard_settle
    __pyguard_read_marker
    if __pyguard_is_off
        __pyguard_leave
        return 1
    end
    if test -n "$__pyguard_environment"
        if test -z "$VIRTUAL_ENV"
            set -g __pyguard_left "$__pyguard_root"
            __pyguard_leave
        else if test "$VIRTUAL_ENV" != "$__pyguard_environment"; or not __pyguard_is_within "$__pyguard_root"
            __pyguard_leave
        else if not string match -q '*r*' -- "$__pyguard_marks"; and not test -e "$__pyguard_environment/pyvenv.cfg"
            __pyguard_leave
        else if test -n "$__pyguard_put" -a "$CONDA_PREFIX" != "$__pyguard_conda"
            # conda puts its own first: what was entered before is not, any more. The answer says whose turn it is.
            __pyguard_leave
        else if __pyguard_is_activated_twice
            __pyguard_enter "$__pyguard_environment" "$__pyguard_root"
        end
    end
    test -n "$__pyguard_left"; and not __pyguard_is_within "$__pyguard_left"; and set -g __pyguard_left
    return 0
end

function __pyguard_is_off
    test -n "$__pyguard_off"; or builtin contains -- "$PYGUARD" off OFF 0
end

# Whether $PWD is $argv[1] or below it, component by component.
function __pyguard_is_within
    test -n "$argv[1]"; or return
    # Two slashes are nowhere else in it.
    test "$argv[1]" = /; or string replace -q -- "//$argv[1]/" '' "//$PWD/"
end

# Applies an answer that was found whole to the question of $argv[1]; nothing of it is ever evaluated. Its fields are
# numbered as in the spec.
function __pyguard_apply
    set -l seen "$__pyguard_seen"
    set -l state "$__pyguard_answer[4]"
    set -l environment "$__pyguard_answer[5]"
    switch $state
        case in
            if test "$PYGUARD_ACTIVE" != "$environment:$__pyguard_answer[6]" -o "$__pyguard_put" != "$environment"
                test "$__pyguard_environment" = "$environment"; or __pyguard_leave
                __pyguard_enter "$environment" "$__pyguard_answer[6]"
            end
            set -gx VIRTUAL_ENV_PROMPT "$__pyguard_answer[7]"
            set -g __pyguard_line
        case out
            __pyguard_leave
    end
    __pyguard_read_marker
    set -g __pyguard_marks "$__pyguard_answer[9]"
    set -g __pyguard_witness "$__pyguard_answer[10]"
    # Of a pip that may run, another may not: only where all may, `here` says so.
    if test "$argv[1]" = here
        set -g __pyguard_own_pip
        set -g __pyguard_own_by_hand
        switch $state:$__pyguard_answer[14]
            case in:allow
                set -g __pyguard_own_pip "$environment"
            case '*:allow'
                # What was activated by hand can be left without a word to us: its wrappers stay.
                set -g __pyguard_own_by_hand "$VIRTUAL_ENV"
        end
    end
    test -n "$__pyguard_answer[13]"; and set -g __pyguard_line "$__pyguard_answer[13]"
    set -gx PYGUARD_SEGMENT "$__pyguard_answer[8]|$__pyguard_answer[9]|$__pyguard_answer[7]"
    string match -q 'born:*' -- "$__pyguard_evidence"; and set -g __pyguard_birth
    set -g __pyguard_evidence
    __pyguard_note_seen
    test -z "$__pyguard_witness" -a "$__pyguard_mode" = daemon; and set -g __pyguard_seen
    # The next prompt asks what `here` has not been asked yet.
    if test "$argv[1]" != here -a "$seen" != "$__pyguard_seen"
        set -g __pyguard_seen
        set -g __pyguard_own_pip
        set -g __pyguard_own_by_hand
    end
    __pyguard_fit_wrappers
end

# Puts an environment in front: first time, in a nested shell, or over one activated by hand or by an editor.
function __pyguard_enter
    set -l environment $argv[1]
    if test -n "$VIRTUAL_ENV"
        if test "$VIRTUAL_ENV" = "$environment"; or test "$(builtin path resolve -- "$VIRTUAL_ENV")" = "$environment"
            __pyguard_adopt "$environment"
        else
            set -g __pyguard_under "$VIRTUAL_ENV"
            set -g __pyguard_under_prompt "$VIRTUAL_ENV_PROMPT"
        end
    end
    if set -q PYTHONHOME
        set -g __pyguard_pythonhome $PYTHONHOME
        set -e PYTHONHOME
    end
    set -gx VIRTUAL_ENV "$environment"
    set -gx PYGUARD_ACTIVE "$environment:$argv[2]"
    set -gx PATH "$environment/bin" $PATH
    set -g __pyguard_put "$environment"
    set -g __pyguard_conda "$CONDA_PREFIX"
    if test -z "$__pyguard_under"; or not builtin functions -q deactivate
        set -g __pyguard_deactivates yes
        function deactivate --description 'leaves the environment that pyguard entered'
            __pyguard_deactivate $argv
        end
    end
end

# Typed by hand it stays in force until the project is left; `activate` scripts call it with `nondestructive`.
function __pyguard_deactivate
    __pyguard_read_marker
    test "$argv[1]" = nondestructive; or set -g __pyguard_left "$__pyguard_root"
    __pyguard_leave
end

# Whether `activate` was typed for the environment that we had entered already.
function __pyguard_is_activated_twice
    set -q _OLD_VIRTUAL_PATH; and test -z "$__pyguard_under" -a -n "$__pyguard_put" -a "$VIRTUAL_ENV" = "$__pyguard_put"
end

# What `activate.fish` left behind is put back by name, so that there is one PATH entry, one prefix, one way out.
function __pyguard_adopt
    for entry in "$VIRTUAL_ENV/bin" "$argv[1]/bin"
        while set -l index (builtin contains -i -- "$entry" $PATH)
            set -e PATH[$index]
        end
    end
    set -q _OLD_VIRTUAL_PYTHONHOME; and set -g __pyguard_pythonhome $_OLD_VIRTUAL_PYTHONHOME
    if builtin functions -q _old_fish_prompt
        # Where somebody has defined another prompt since, as a theme does, that stays. What only frames this one has its name.
        for name in (builtin functions fish_prompt | string match -ar '[\w.-]*fish_prompt[\w.-]*')
            builtin functions $name 2>/dev/null | string match -q '*_old_fish_prompt*'; or continue
            builtin functions -e fish_prompt
            builtin functions --copy _old_fish_prompt fish_prompt
            break
        end
        builtin functions -e _old_fish_prompt
    end
    set -e _OLD_FISH_PROMPT_OVERRIDE
    set -e _OLD_VIRTUAL_PYTHONHOME
    set -e _OLD_VIRTUAL_PATH
end

# Takes out exactly what was put in. Needs no daemon and no directory to be there.
function __pyguard_leave
    test -n "$PYGUARD_ACTIVE"; or return 0
    __pyguard_read_marker
    set -l environment "$__pyguard_environment"
    test -n "$environment"; or return 0
    set -l index (builtin contains -i -- "$environment/bin" $PATH); and set -e PATH[$index]
    set -g __pyguard_gone "$environment/bin"
    if set -q _OLD_VIRTUAL_PATH
        # Activated by hand over ours: its `deactivate` would bring our entry back.
        set index (builtin contains -i -- "$environment/bin" $_OLD_VIRTUAL_PATH); and set -e _OLD_VIRTUAL_PATH[$index]
    end
    if test -z "$VIRTUAL_ENV" -o "$VIRTUAL_ENV" = "$environment"
        # Where another environment is active by now, the function is its own.
        test -n "$__pyguard_deactivates"; and builtin functions -e deactivate
        set -e VIRTUAL_ENV_PROMPT
        if test -z "$VIRTUAL_ENV" -o -z "$__pyguard_under"
            set -e VIRTUAL_ENV
        else
            set -gx VIRTUAL_ENV "$__pyguard_under"
            test -n "$__pyguard_under_prompt"; and set -gx VIRTUAL_ENV_PROMPT "$__pyguard_under_prompt"
        end
        set -g __pyguard_env_before "$VIRTUAL_ENV"
    end
    set -q __pyguard_pythonhome; and set -gx PYTHONHOME $__pyguard_pythonhome
    set -e __pyguard_pythonhome
    set -e PYGUARD_ACTIVE
    set -e PYGUARD_SEGMENT
    for name in environment root put deactivates under under_prompt seen own_pip
        set -g __pyguard_$name
    end
    __pyguard_fit_wrappers
end

# After direnv, which puts PATH back as it found it: with what was left since, without what was entered since.
function __pyguard_follow_direnv
    set -l index
    if test -n "$__pyguard_gone" -a "$VIRTUAL_ENV/bin" != "$__pyguard_gone"
        while set index (builtin contains -i -- "$__pyguard_gone" $PATH)
            set -e PATH[$index]
        end
    end
    test -n "$__pyguard_left"; or set -g __pyguard_gone
    test -n "$__pyguard_put" -a "$VIRTUAL_ENV" = "$__pyguard_put"; or return
    builtin contains -- "$__pyguard_put/bin" $PATH; or set -gx PATH "$__pyguard_put/bin" $PATH
end

# What people see: one line that waits for the first prompt to be drawn, and `(name) ` in a plain prompt.
function __pyguard_draw
    if test -n "$__pyguard_line" -a -n "$__pyguard_drawn"
        builtin printf '%s\n' "$__pyguard_line" >&2
        set -g __pyguard_line
    end
    __pyguard_set_prefix
end

function __pyguard_set_prefix
    set -g __pyguard_prefix
    if test -n "$PYGUARD_ACTIVE" -a -z "$VIRTUAL_ENV_DISABLE_PROMPT"
        set -g __pyguard_prefix "($VIRTUAL_ENV_PROMPT) "
        test -n "$__pyguard_prompt_state"; or __pyguard_wrap_prompt
    end
    set -g __pyguard_drawn "$PYGUARD_ACTIVE|$VIRTUAL_ENV_PROMPT|$VIRTUAL_ENV_DISABLE_PROMPT"
end

# The prompt is put behind the prefix once, when there is one to show. Where somebody defines another, that stays.
function __pyguard_wrap_prompt
    set -g __pyguard_prompt_state in
    builtin functions -q fish_prompt; or return
    builtin functions -q __pyguard_their_prompt; and builtin functions -e __pyguard_their_prompt
    builtin functions --copy fish_prompt __pyguard_their_prompt
    function fish_prompt --description 'the prompt, behind the name of the environment that pyguard entered'
        # First of all, so that $status and $pipestatus are what they were.
        set -l prompt (__pyguard_their_prompt)
        set prompt[1] "$__pyguard_prefix$prompt[1]"
        string join -- \n $prompt
    end
end

builtin source $__pyguard_home/hooks/ask.fish
and builtin source $__pyguard_home/hooks/guard.fish
and __pyguard_find_runtime
or return 0

# A start file that is read again has made the prompt anew.
set -g __pyguard_calm
if test -n "$__pyguard_prompt_state"; and not builtin functions fish_prompt | string match -q '*__pyguard_their_prompt*'
    set -g __pyguard_prompt_state
    set -g __pyguard_drawn again
end

# Runs before every prompt; fish itself keeps $status and $pipestatus. What nearly every prompt finds is one test, since each
# command counts here: all is as it was when it was last looked at closely.
function __pyguard_hook --on-event fish_prompt
    test "$PWD|$VIRTUAL_ENV|$CONDA_PREFIX|$PYGUARD|$PYGUARD_ACTIVE|$VIRTUAL_ENV_PROMPT|$VIRTUAL_ENV_DISABLE_PROMPT|$PATH[1]|$_OLD_VIRTUAL_PATH|$__pyguard_line|$__pyguard_birth|$__pyguard_own_pip|$__pyguard_aside" = "$__pyguard_seen|$__pyguard_calm" \
        -a -e "$__pyguard_up" -a -e "$__pyguard_present" -a ! -e "$__pyguard_absent" -a ! -L "$__pyguard_absent" \
        -a -e "$__pyguard_config" -a ! "$__pyguard_config" -nt "$__pyguard_stamp" -a ! "$__pyguard_bin" -nt "$__pyguard_stamp"
    or __pyguard_look
end

function __pyguard_look
    set -l is_calm
    set -g __pyguard_calm
    test -n "$__pyguard_drawn"; or __pyguard_begin
    __pyguard_unchanged; and set is_calm yes; or __pyguard_refresh
    set -g __pyguard_roundabout
    test -n "$__pyguard_own_pip$__pyguard_aside"; and __pyguard_fit_wrappers
    test -z "$__pyguard_line" -a "$__pyguard_drawn" = "$PYGUARD_ACTIVE|$VIRTUAL_ENV_PROMPT|$VIRTUAL_ENV_DISABLE_PROMPT"
    or __pyguard_draw
    set -g __pyguard_env_before "$VIRTUAL_ENV"
    # Not at the first such prompt: after each change of directory there is one.
    test -n "$is_calm" -a -z "$__pyguard_birth" -a "$__pyguard_calm_at" = "$PWD"
    and set -g __pyguard_calm "$VIRTUAL_ENV_PROMPT|$VIRTUAL_ENV_DISABLE_PROMPT|$PATH[1]|$_OLD_VIRTUAL_PATH|$__pyguard_line|$__pyguard_birth|$__pyguard_own_pip|$__pyguard_aside"
    set -g __pyguard_calm_at "$PWD"
end

# At the first prompt: only now all start files have been read and have defined what is the user's own.
function __pyguard_begin
    set -g __pyguard_first_env "$VIRTUAL_ENV"
    set -g __pyguard_first_conda "$CONDA_PREFIX"
    __pyguard_wrap
    builtin functions -q __direnv_export_eval; or return
    # Defined later than direnv's, it runs later.
    function __pyguard_after_direnv --on-event fish_prompt
        __pyguard_follow_direnv
    end
end

# Runs at every change of directory, so that `cd project && python x` is right; not while start files are read.
# In a command substitution nothing is asked until the next prompt: the wrappers come back and ask when they are called.
function __pyguard_moved --on-variable PWD
    if status is-command-substitution
        set -g __pyguard_seen
        set -g __pyguard_own_pip
        __pyguard_fit_wrappers
        return
    end
    test -n "$__pyguard_drawn"; or return
    __pyguard_unchanged; and return
    __pyguard_refresh
    # A key binding may draw the prompt anew at once.
    __pyguard_set_prefix
end
