# What is timed in bash, and how.
# shellcheck shell=bash disable=SC2154,SC2294 # set by the caller; PROMPT_COMMAND is code

# What happens before a prompt.
bench_prompt() {
  local command
  for command in "${PROMPT_COMMAND[@]}"; do
    eval "${command}"
  done
}

# Runs a command for COUNT times and prints `NAME NANOSECONDS` for one of them.
bench_time() {
  local -i i begin
  begin=${EPOCHREALTIME/./}
  for ((i = 0; i < BENCH_COUNT; i++)); do
    "${@:2}"
  done
  printf '%s %s\n' "$1" "$(((${EPOCHREALTIME/./} - begin) * 1000 / BENCH_COUNT))"
}
