# pyguard for zsh: enters and leaves .venv, and asks before pip writes into a shared Python.
# Where this file is not the effective user's (`sudo -s`), pyguard does nothing.
if [[ ! -o interactive || ! -O ${(%):-%x} ]]; then
  \builtin return 0
fi
\builtin typeset -g __pyguard_home=${(%):-%x}
[[ ${__pyguard_home} == /* ]] || __pyguard_home=${PWD}/${__pyguard_home}
__pyguard_home=${__pyguard_home%/hooks/*}

# Options and aliases change how a file is read and how its functions run. These are read under zsh's own, and the
# functions keep those: nothing of it reaches the user's options.
\builtin emulate zsh -o no_aliases -o no_xtrace -c '\builtin source "${__pyguard_home}/hooks/enter.zsh"'
