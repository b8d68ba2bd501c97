# What is typed to time prompts in bash, at prompts of bash's own: the time from before the first prompt command to after the
# last is a prompt's, the one from before a `cd` a trip's.
# shellcheck shell=bash disable=SC1091,SC2154 # set by the caller
PROMPT_COMMAND=()
. "${BASH_SOURCE[0]%/*}/start.bash"
declare -i bench_total=0 bench_begin=0
bench_what=

bench_before() { [[ ${bench_what} != unchanged ]] || bench_begin=${EPOCHREALTIME/./}; }
bench_after() {
  ((bench_begin == 0)) || bench_total+=$((${EPOCHREALTIME/./} - bench_begin))
  bench_begin=0
}
bench_go() {
  bench_begin=${EPOCHREALTIME/./}
  cd "$1" || exit 1
}

# Prints `NAME NANOSECONDS` for one of COUNT.
bench_report() {
  printf '\n%s %s\n' "${bench_what}" "$((bench_total * 1000 / BENCH_COUNT))"
  bench_total=0 bench_what=
}

PROMPT_COMMAND=(bench_before "${PROMPT_COMMAND[@]}" bench_after)
cd "${BENCH_PROJECT}" || exit 1
