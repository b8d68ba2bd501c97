#!/bin/bash -p
# Asks one question for fish, where no name rings or what rang was not answered at once.
#   bash --noprofile --norc -p ask-once.bash R NUMBER RUNG VERB EVIDENCE FLAGS VIRTUAL_ENV CONDA_PREFIX WITNESS PID SHELL [COMMAND...]
# RUNG is the ID of a question that was left already, or empty.
# Status 0: printed are the answer's fields, each ended by NUL. Status 1: there is none; where one may still come,
# the file it would come in is printed, ended by NUL; where nothing could be left for other shells, `mute`.
# shellcheck disable=SC2034,SC2154 # what is set here is for ask.bash, and the other way round

# `-p` keeps functions and options from the environment out; BASH_ENV and ENV would be code for what is started here.
if [[ $- != *p* ]]; then
  exec "${BASH}" --noprofile --norc -p "$0" "$@"
fi
unset -v BASH_ENV ENV
set +o posix

__pyguard_version=0.1.0 __pyguard_home=${BASH_SOURCE[0]%/hooks/*} __pyguard_pending='' __pyguard_muted=''
__pyguard_patience=''
source "${__pyguard_home}/hooks/ask.bash" || exit 1
__pyguard_runtime=$1 __pyguard_number=$2 __pyguard_rung=$3 verb=$4 evidence=$5 flags=$6
__pyguard_told_env=$7 __pyguard_told_conda=$8 __pyguard_witness=$9 __pyguard_pid=${10} shell=${11}
shift 11
__pyguard_look_at_clock
# A command can wait longer than a prompt.
[[ ${verb} == pip ]] && __pyguard_patience=300
if __pyguard_reach "${shell}" "${verb}" "${evidence}" "${flags}" "$@"; then
  printf '%s\0' "${__pyguard_answer[@]}"
  exit 0
fi
[[ -n ${__pyguard_muted} ]] && __pyguard_pending='mute'
[[ -n ${__pyguard_pending} ]] && printf '%s\0' "${__pyguard_pending}"
exit 1
