# Times an allowed pip in fish; see guard.bash. fish has no clock of its own: `date` is outside of the loop.
source $BENCH_HOOKS/pyguard.fish

cd $BENCH_PLACE
emit fish_prompt
if test -n "$BENCH_CONDA"
    set -gx CONDA_PREFIX $BENCH_CONDA
    set -gx PATH $BENCH_CONDA/bin $PATH
else if test -n "$BENCH_VENV"
    source $BENCH_VENV/bin/activate.fish
end
for try in (seq 20)
    emit fish_prompt
    test -n "$VIRTUAL_ENV$CONDA_PREFIX"; and break
    sleep 0.2
end
pip install x
pip install x
echo inside "$VIRTUAL_ENV$CONDA_PREFIX"
for round in (seq $BENCH_ROUNDS)
    set begin (date +%s%N)
    for i in (seq $BENCH_COUNT)
        command pip install x
    end
    echo bare (math -s0 "($(date +%s%N) - $begin) / $BENCH_COUNT")
    set begin (date +%s%N)
    for i in (seq $BENCH_COUNT)
        pip install x
    end
    echo guarded (math -s0 "($(date +%s%N) - $begin) / $BENCH_COUNT")
end
