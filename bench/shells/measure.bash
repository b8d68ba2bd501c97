# Times prompts in bash: ROUNDS times COUNT unchanged prompts, then COUNT trips into a project and out again.
# shellcheck shell=bash disable=SC1091,SC2154 # set by the caller
PROMPT_COMMAND=()
. "${BASH_SOURCE[0]%/*}/start.bash"
. "${BASH_SOURCE[0]%/*}/loops.bash"

bench_trip() {
  cd "${BENCH_PROJECT}" && bench_prompt
  cd "${BENCH_OUTSIDE}" && bench_prompt
}

cd "${BENCH_PROJECT}" || exit 1
for ((try = 0; try < 20; try++)); do
  bench_prompt
  [[ ${BENCH_TOOL} == none || -n ${VIRTUAL_ENV-} ]] && break
  sleep 0.2
done
bench_prompt
printf 'inside %s\n' "${VIRTUAL_ENV-}"
for ((round = 0; round < BENCH_ROUNDS; round++)); do
  [[ ${BENCH_WHAT} == trip ]] || bench_time unchanged bench_prompt
done
cd "${BENCH_OUTSIDE}" || exit 1
bench_prompt
for ((round = 0; round < BENCH_ROUNDS; round++)); do
  [[ ${BENCH_WHAT} == unchanged ]] || bench_time trip bench_trip
done
