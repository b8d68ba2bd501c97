# Only sources the hook: the difference to an empty start is what it costs.
switch $BENCH_TOOL
    case pyguard
        source $BENCH_HOOKS/pyguard.fish
    case direnv
        direnv hook fish | source
    case mise
        mise activate fish | source
end
