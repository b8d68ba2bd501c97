# What is timed in zsh, and how; see loops.bash.
zmodload zsh/datetime zsh/mathfunc

bench_prompt() {
  local hook
  for hook in $precmd_functions; do $hook; done
}

bench_time() {
  local -i i begin=$(( EPOCHREALTIME * 1000000 ))
  for (( i = 0; i < BENCH_COUNT; i++ )); do "${@[2,-1]}"; done
  print -r -- $1 $(( (int(EPOCHREALTIME * 1000000) - begin) * 1000 / BENCH_COUNT ))
}
