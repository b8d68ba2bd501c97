# Finds every Node.js that is new enough, best first: on PATH, then where version managers keep theirs.
# shellcheck shell=sh

# Prints the absolute path of each, one a line, at most six; fails where there is none.
find_nodes() {
  found=$(list_node_candidates | judge_nodes | head -n 6)
  [ -n "${found}" ] && printf '%s\n' "${found}"
}

# What is on PATH comes first and keeps PATH's order; what only a version manager has comes newest first.
judge_nodes() (
  later=''
  known='
'
  while IFS='	' read -r place node; do
    if [ ! -f "${node}" ] || [ ! -x "${node}" ] || has_line "${known}" "${node}"; then
      continue
    fi
    # A shim or a path of one session may vanish: what it runs is recorded before it.
    described=$(ask_node "${node}" 2>/dev/null) || continue
    version=${described%% *}
    real=${described#* }
    has_line "${known}" "${real}" || { starts_alone "${real}"; } 2>/dev/null || continue
    for path in "${real}" "${node}"; do
      case ${path} in
        *fnm_multishells*) continue ;;
        /*) ;;
        *) continue ;;
      esac
      ! has_line "${known}" "${path}" || continue
      known="${known}${path}
"
      if [ "${place}" = path ]; then
        printf '%s\n' "${path}"
      else
        later="${later}${version} ${path}
"
      fi
    done
  done
  printf '%s' "${later}" | sort -r -n -t . -k 1,1 -k 2,2 -k 3,3 | cut -d ' ' -f 2-
)

has_line() {
  case $1 in
    *"
$2
"*) ;;
    *) return 1 ;;
  esac
}

# The daemon has none of the variables of this shell: a Node that needs some of them does not start there.
starts_alone() {
  env -i PATH=/usr/bin:/bin "$1" -e 0 >/dev/null </dev/null
}

# Without what the user has Node do: it is not there either when pyguard runs it.
ask_node() (
  unset NODE_OPTIONS
  exec "$1" -e "${describe_node}" </dev/null
)

# Prints version and path where it is new enough, else fails. Bun, Deno and Electron pass for one and take other options.
describe_node='const { node, bun, deno, electron } = process.versions;
const [a, b] = node.split(".").map(Number);
if (a < 20 || (a === 20 && b < 19) || bun || deno || electron) process.exit(1);
console.log(process.versions.node, process.execPath);'

# Prints `path` or `manager`, a tab, and where a Node may be.
list_node_candidates() (
  set -f
  IFS=:
  for directory in ${PATH}; do
    printf 'path\t%s\n' "${directory%/}/node"
  done
  set +f
  unset IFS
  data=${XDG_DATA_HOME:-${HOME}/.local/share}
  for node in \
    "${NVM_DIR:-${HOME}/.nvm}"/versions/node/*/bin/node \
    "${FNM_DIR:-${data}/fnm}"/node-versions/*/installation/bin/node \
    "${HOME}"/.fnm/node-versions/*/installation/bin/node \
    "${HOME}/Library/Application Support/fnm/node-versions"/*/installation/bin/node \
    "${VOLTA_HOME:-${HOME}/.volta}"/tools/image/node/*/bin/node \
    "${MISE_DATA_DIR:-${data}/mise}"/installs/node/*/bin/node \
    "${ASDF_DATA_DIR:-${HOME}/.asdf}"/installs/nodejs/*/bin/node \
    /opt/homebrew/bin/node /usr/local/bin/node /usr/bin/node /snap/bin/node; do
    printf 'manager\t%s\n' "${node}"
  done
  find_node_in_modules
)

# Environment modules are a function of login shells; its program is asked for what it would put on PATH.
find_node_in_modules() (
  for program in "${LMOD_CMD-}" "${MODULESHOME-}/libexec/modulecmd.tcl" "${MODULESHOME-}/bin/modulecmd"; do
    [ -x "${program}" ] || continue
    for name in nodejs node NodeJS; do
      words=$("${program}" sh load "${name}" 2>/dev/null </dev/null) || continue
      # The site's own program wrote these words for exactly this use.
      node=$(eval "${words}" >/dev/null 2>&1 && command -v node) || continue
      case ${node} in
        /*) printf 'manager\t%s\n' "${node}" ;;
        *) ;;
      esac
    done
  done
)

# One line on how this system gets a Node.js.
how_to_get_node() {
  if command -v brew >/dev/null 2>&1; then
    printf 'brew install node\n'
  elif command -v apt-get >/dev/null 2>&1; then
    offered=$(LC_ALL=C apt-cache policy nodejs 2>/dev/null | sed -n 's/^ *Candidate: *\([0-9]*\)\.\([0-9]*\).*/\1\2/p')
    case ${offered} in
      2019 | 202[0-9] | 2[1-9]* | [3-9]???*) printf 'sudo apt-get install nodejs npm\n' ;;
      *) printf 'see https://nodejs.org/en/download (the one that apt has here is too old)\n' ;;
    esac
  elif command -v dnf >/dev/null 2>&1; then
    printf 'sudo dnf install nodejs npm\n'
  elif command -v pacman >/dev/null 2>&1; then
    printf 'sudo pacman -S nodejs npm\n'
  elif command -v zypper >/dev/null 2>&1; then
    printf 'sudo zypper install nodejs npm\n'
  elif command -v apk >/dev/null 2>&1; then
    printf 'sudo apk add nodejs npm\n'
  elif command -v nix >/dev/null 2>&1; then
    printf 'nix profile install nixpkgs#nodejs\n'
  else
    printf 'see https://nodejs.org/en/download\n'
  fi
}
