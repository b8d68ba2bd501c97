# What is typed to time prompts in zsh; see measure.bash.
. ${0:h}/start.zsh
zmodload zsh/datetime
typeset -F bench_total=0 bench_begin=0
bench_what=

bench_before() { [[ $bench_what != unchanged ]] || bench_begin=$EPOCHREALTIME }
bench_after() {
  (( bench_begin == 0 )) || (( bench_total += EPOCHREALTIME - bench_begin ))
  bench_begin=0
}
bench_go() {
  bench_begin=$EPOCHREALTIME
  cd $1
}

bench_report() {
  printf '\n%s %.0f\n' $bench_what $(( bench_total * 1000000000 / BENCH_COUNT ))
  bench_total=0 bench_what=
}

precmd_functions=(bench_before $precmd_functions bench_after)
cd $BENCH_PROJECT
