# Times prompts in bash: ROUNDS times COUNT unchanged prompts, then COUNT trips into a project and out again.
# shellcheck shell=bash disable=SC1090,SC1091,SC2154,SC2312,SC2294 # set by the caller; PROMPT_COMMAND is code
PROMPT_COMMAND=()
case ${BENCH_TOOL} in
  pyguard) . "${BENCH_HOOKS}/pyguard.bash" ;;
  direnv) eval "$(direnv hook bash)" ;;
  mise) eval "$(mise activate bash)" ;;
  *) ;;
esac

bench_prompt() {
  local command
  for command in "${PROMPT_COMMAND[@]}"; do
    eval "${command}"
  done
}

# Runs $2 for COUNT times and prints `NAME MICROSECONDS` for one of them.
bench_time() {
  local -i i begin
  begin=${EPOCHREALTIME/./}
  for ((i = 0; i < BENCH_COUNT; i++)); do
    "$2"
  done
  printf '%s %s\n' "$1" "$(((${EPOCHREALTIME/./} - begin) * 1000 / BENCH_COUNT))"
}

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
