# Walks in and out for BENCH_SECONDS and prints what each prompt cost, in microseconds, and when, in milliseconds.
. "${BENCH_HOOKS}/pyguard.zsh"

integer end=$((EPOCHSECONDS + BENCH_SECONDS)) begin
while ((EPOCHSECONDS < end)); do
  for place in "${BENCH_PROJECT}" "${BENCH_OUTSIDE}"; do
    cd "${place}" || exit 1
    ((begin = EPOCHREALTIME * 1000000))
    __pyguard_hook
    integer cost=$((EPOCHREALTIME * 1000000 - begin)) when=$((begin / 1000))
    print "prompt ${cost} ${when}"
    zselect -t $((100 + RANDOM % 300))
  done
done
