# Makes what is installed out of a clone: compiled with exact versions, then only what runs.
# shellcheck shell=sh

: "${node_options=}"

# Names the build that the directory $1 would give: same name, same content.
name_build() (
  cd -- "$1" || exit 1
  version=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' package.json)
  # Compiled code stands for its sources in a staged build.
  [ -f tsconfig.json ] && compiled='' || compiled=dist
  sum=$(find package.json package-lock.json install.sh hooks cli daemon shells ${compiled:+"${compiled}"} \
    -type f -exec cksum {} + 2>/dev/null | LC_ALL=C sort -k 3 | cksum)
  printf '%s-%s\n' "${version}" "${sum%% *}"
)

# Builds the clone $1 into the directory $2, with the Node $3.
build() (
  place=$2/.compile
  PATH=${place}/node_modules/.bin:${3%/*}:${PATH}
  # An account without npm's cache stays without.
  if [ -z "${npm_config_cache-}" ] && [ ! -d "${HOME}/.npm" ]; then
    npm_config_cache=$2/.npm
    export npm_config_cache
  fi
  # A log of its own would go with what could not be finished; on a full disk npm then says nothing at all.
  export npm_config_logs_max="${npm_config_logs_max-0}" npm_config_update_notifier=false
  cd -- "$1" || return 1
  compile "$1" "$2" "$3" "${place}" || return 1
  copy_program "$1" "$2" || return 1
  cp -- package.json package-lock.json "$2/" || return 1
  (cd -- "$2" && fetch_packages --omit=dev) || return 1
  rm -rf -- "$2/.npm"
)

# The compilers come from the clone where that works: its packages may be older, half there, or another system's. Else they
# come by themselves into the directory $4, which is thrown away.
compile() (
  mkdir -p -- "$4" &&
    cp -R -- "$1/daemon" "$1/cli" "$1/shells" "$1/tsconfig.json" "$1/package-lock.json" "$4/" || return 1
  cd -- "$4" || return 1
  if ! compile_with_clone "$1" "$2"; then
    rm -rf -- node_modules package.json "$2/dist"
    "$3" -e "${keep_compiler}" "$1/package.json" package.json && fetch_packages --include=dev --include=optional &&
      run_compilers "$2/dist" || return 1
  fi
  # The modules are in the bundle; the daemon, the one-shot answer and the commands are all that starts.
  find "$2/dist" -type f ! -path '*/chunks/*' ! -name main.js ! -name one-shot.js -exec rm -f {} +
  find "$2/dist" -depth -type d -exec rmdir {} + 2>/dev/null
  cd / && rm -rf -- "$4"
)

# No script of any package runs, ours included. What NODE_ENV or an .npmrc would leave out or hush is asked for.
fetch_packages() {
  set -- --location=project --no-global --no-dry-run --bin-links --loglevel=notice "$@"
  NODE_OPTIONS=${node_options} npm ci --ignore-scripts --no-audit --no-fund "$@"
}

compile_with_clone() {
  [ -x "$1/node_modules/.bin/tsc" ] && [ -x "$1/node_modules/.bin/esbuild" ] &&
    ln -s -- "$1/node_modules" node_modules && cp -- "$1/package.json" . && run_compilers "$2/dist"
}

run_compilers() {
  tsc --outDir "$1" --sourceMap false && sh cli/install/bundle.sh "$1"
}

# The lock file still decides every version; the 200 packages that only tests and lint need stay away.
keep_compiler='const { readFileSync, writeFileSync } = require("fs");
const [from, to] = process.argv.slice(1);
const manifest = JSON.parse(readFileSync(from, "utf8"));
const kept = Object.entries(manifest.devDependencies).filter(([name]) => /^(typescript$|esbuild$|@types\/)/.test(name));
manifest.devDependencies = Object.fromEntries(kept);
writeFileSync(to, JSON.stringify(manifest));'

# What runs without being compiled.
copy_program() (
  cd -- "$1" || return 1
  mkdir -p -- "$2/cli" "$2/daemon" &&
    cp -R -- hooks install.sh "$2/" && cp -R -- cli/install "$2/cli/" &&
    cp -- cli/pyguard cli/pyguard-status cli/hook-line.sh "$2/cli/" &&
    cp -- daemon/launch "$2/daemon/" &&
    chmod 755 "$2/cli/pyguard" "$2/cli/pyguard-status" "$2/daemon/launch" "$2/install.sh" || return 1
  for file in README.md CHANGELOG.md LICENSE; do
    [ ! -f "${file}" ] || cp -- "${file}" "$2/"
  done
)

# The bash that fish's and PowerShell's hooks run, by absolute path: a place that stays, and 5 before 3.2.
find_bash() (
  older=''
  for path in /usr/bin/bash /bin/bash /opt/homebrew/bin/bash /usr/local/bin/bash /run/current-system/sw/bin/bash \
    "$(command -v bash)"; do
    [ -x "${path}" ] || continue
    # With a socket for standard input, as over ssh, bash would read .bashrc first.
    # shellcheck disable=SC2016 # expanded by that bash
    case $("${path}" --norc -c 'printf %s "${BASH_VERSINFO[0]}"' 2>/dev/null </dev/null) in
      [5-9])
        printf '%s\n' "${path}"
        return
        ;;
      [34]) older=${older:-${path}} ;;
      *) ;;
    esac
  done
  [ -n "${older}" ] && printf '%s\n' "${older}"
)

# Makes the program $2, which PowerShell runs as pip, begin with the bash $1.
name_bash() (
  [ -n "$1" ] && [ -f "$2" ] || return 0
  IFS= read -r first <"$2"
  [ "${first}" = "#!$1 -p" ] && return 0
  { printf '#!%s -p\n' "$1" && sed 1d "$2"; } >|"$2.new" && chmod 755 "$2.new" && mv -f -- "$2.new" "$2"
)

# Puts the lines of standard input into the file $1, unless they are there.
write_lines() (
  cat >|"$1.new"
  if [ -f "$1" ] && cmp -s "$1" "$1.new" 2>/dev/null; then
    rm -f -- "$1.new"
  else
    mv -f -- "$1.new" "$1"
  fi
)
