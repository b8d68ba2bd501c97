# Times prompts in zsh; see measure.bash.
. ${0:h}/start.zsh
. ${0:h}/loops.zsh

bench_trip() {
  cd $BENCH_PROJECT && bench_prompt
  cd $BENCH_OUTSIDE && bench_prompt
}

cd $BENCH_PROJECT
repeat 20 do
  bench_prompt
  [[ $BENCH_TOOL == none || -n ${VIRTUAL_ENV-} ]] && break
  sleep 0.2
done
bench_prompt
print -r -- inside $VIRTUAL_ENV
repeat $BENCH_ROUNDS do
  [[ $BENCH_WHAT == trip ]] || bench_time unchanged bench_prompt
done
cd $BENCH_OUTSIDE
bench_prompt
repeat $BENCH_ROUNDS do
  [[ $BENCH_WHAT == unchanged ]] || bench_time trip bench_trip
done
