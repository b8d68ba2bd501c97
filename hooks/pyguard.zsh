# pyguard for zsh: enters and leaves .venv, and asks before pip writes into a shared Python.
# Where this file is not the effective user's (`sudo -s`), pyguard does nothing.
# `%x` is no name any more where the locale does not know its letters; `$0` is another file's in a function.
\builtin typeset -g __pyguard_home=${(%):-%x}
[[ -e ${__pyguard_home} ]] || __pyguard_home=$0
if [[ ! -o interactive || ! -O ${__pyguard_home} ]]; then
  \builtin return 0
fi
[[ ${__pyguard_home} == /* ]] || __pyguard_home=${PWD}/${__pyguard_home}
__pyguard_home=${__pyguard_home%/hooks/*}

# Options and aliases change how a file is read and how its functions run. These are read under zsh's own, and the
# functions keep those: nothing of it reaches the user's options.
\builtin emulate zsh -o no_aliases -o no_xtrace -c '\builtin source "${__pyguard_home}/hooks/enter.zsh"'
