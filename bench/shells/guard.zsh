# Times an allowed pip in zsh; see guard.bash.
zmodload zsh/datetime zsh/mathfunc
. $BENCH_HOOKS/pyguard.zsh

bench_prompt() {
  local hook
  for hook in $precmd_functions; do $hook; done
}

cd $BENCH_PLACE
bench_prompt
if [[ -n $BENCH_CONDA ]]; then
  export CONDA_PREFIX=$BENCH_CONDA PATH=$BENCH_CONDA/bin:$PATH
elif [[ -n $BENCH_VENV ]]; then
  . $BENCH_VENV/bin/activate
fi
repeat 20 do
  bench_prompt
  [[ -n ${VIRTUAL_ENV-}${CONDA_PREFIX-} ]] && break
  sleep 0.2
done
pip install x
pip install x
print -r -- inside ${VIRTUAL_ENV-}${CONDA_PREFIX-}
repeat $BENCH_ROUNDS do
  begin=$(( int(EPOCHREALTIME * 1000000) ))
  repeat $BENCH_COUNT do command pip install x; done
  print -r -- bare $(( (int(EPOCHREALTIME * 1000000) - begin) * 1000 / BENCH_COUNT ))
  begin=$(( int(EPOCHREALTIME * 1000000) ))
  repeat $BENCH_COUNT do pip install x; done
  print -r -- guarded $(( (int(EPOCHREALTIME * 1000000) - begin) * 1000 / BENCH_COUNT ))
done
