# Times prompts in fish: ROUNDS times COUNT unchanged prompts, then COUNT trips into a project and out again. fish has no
# clock of its own: `time` prints to stderr.
source (status dirname)/start.fish

function bench_unchanged
    for i in (seq $BENCH_COUNT)
        emit fish_prompt
    end
end

function bench_trip
    for i in (seq $BENCH_COUNT)
        cd $BENCH_PROJECT
        emit fish_prompt
        cd $BENCH_OUTSIDE
        emit fish_prompt
    end
end

cd $BENCH_PROJECT
for try in (seq 20)
    emit fish_prompt
    test $BENCH_TOOL = none -o -n "$VIRTUAL_ENV"; and break
    sleep 0.2
end
emit fish_prompt
echo inside $VIRTUAL_ENV
for round in (seq $BENCH_ROUNDS)
    if test $BENCH_WHAT != trip
        echo timed unchanged >&2
        time bench_unchanged
    end
end
cd $BENCH_OUTSIDE
emit fish_prompt
for round in (seq $BENCH_ROUNDS)
    if test $BENCH_WHAT != unchanged
        echo timed trip >&2
        time bench_trip
    end
end
