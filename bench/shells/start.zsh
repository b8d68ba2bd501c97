# Only sources the hook: the difference to an empty start is what it costs.
case ${BENCH_TOOL} in
  pyguard) . "${BENCH_HOOKS}/pyguard.zsh" ;;
  direnv) eval "$(direnv hook zsh)" ;;
  mise) eval "$(mise activate zsh)" ;;
  *) ;;
esac
