# Times prompts in zsh; see measure.bash.
zmodload zsh/datetime
case $BENCH_TOOL in
  pyguard) . $BENCH_HOOKS/pyguard.zsh ;;
  direnv) eval "$(direnv hook zsh)" ;;
  mise) eval "$(mise activate zsh)" ;;
esac

bench_prompt() {
  local hook
  for hook in $precmd_functions; do $hook; done
}

bench_time() {
  local -i i begin=$(( EPOCHREALTIME * 1000000 ))
  for (( i = 0; i < BENCH_COUNT; i++ )); do $2; done
  print -r -- $1 $(( (int(EPOCHREALTIME * 1000000) - begin) * 1000 / BENCH_COUNT ))
}
zmodload zsh/mathfunc

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
