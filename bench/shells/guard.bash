# Times an allowed pip in bash, by the wrapper and without it: ROUNDS times COUNT of each.
# shellcheck shell=bash disable=SC1091,SC2154 # set by the caller
PROMPT_COMMAND=()
. "${BENCH_HOOKS}/pyguard.bash"
. "${BASH_SOURCE[0]%/*}/loops.bash"

cd "${BENCH_PLACE}" || exit 1
bench_prompt
if [[ -n ${BENCH_CONDA} ]]; then
  export CONDA_PREFIX=${BENCH_CONDA} PATH=${BENCH_CONDA}/bin:${PATH}
elif [[ -n ${BENCH_VENV} ]]; then
  . "${BENCH_VENV}/bin/activate"
fi
for ((try = 0; try < 20; try++)); do
  bench_prompt
  [[ -n ${VIRTUAL_ENV-}${CONDA_PREFIX-} ]] && break
  sleep 0.2
done
pip install x
pip install x
printf 'inside %s\n' "${VIRTUAL_ENV-}${CONDA_PREFIX-}"
for ((round = 0; round < BENCH_ROUNDS; round++)); do
  bench_time bare command pip install x
  bench_time guarded pip install x
done
