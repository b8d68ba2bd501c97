# Walks in and out for BENCH_SECONDS and prints what each prompt cost, in microseconds, and when, in milliseconds.
# shellcheck shell=bash disable=SC1091,SC2154 # set by the caller
. "${BENCH_HOOKS}/pyguard.bash"
PS1='$ '

end=$((EPOCHSECONDS + BENCH_SECONDS))
while ((EPOCHSECONDS < end)); do
  for place in "${BENCH_PROJECT}" "${BENCH_OUTSIDE}"; do
    cd "${place}" || exit 1
    begin=${EPOCHREALTIME/./}
    __pyguard_hook
    printf 'prompt %s %s\n' "$((${EPOCHREALTIME/./} - begin))" "$((begin / 1000))"
    read -r -t "$((1 + RANDOM % 3)).${RANDOM}" _ <>"${BENCH_NOBODY}"
  done
done
