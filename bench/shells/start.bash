# Only sources the hook: the difference to an empty start is what it costs.
# shellcheck shell=bash disable=SC1090,SC1091,SC2154,SC2312
case ${BENCH_TOOL} in
  pyguard) . "${BENCH_HOOKS}/pyguard.bash" ;;
  direnv) eval "$(direnv hook bash)" ;;
  mise) eval "$(mise activate bash)" ;;
  *) ;;
esac
