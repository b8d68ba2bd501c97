# Times an allowed pip in zsh; see guard.bash.
. $BENCH_HOOKS/pyguard.zsh
. ${0:h}/loops.zsh

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
  bench_time bare command pip install x
  bench_time guarded pip install x
done
