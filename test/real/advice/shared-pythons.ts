// Shared Pythons that are not the system's: Spack's, and conda's base and an environment of conda's without pip.

import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { givePip, makePrefix, siteOf } from "../../real-pip/prefix.ts";
import type { Dialect } from "../dialect.ts";
import type { Sandbox } from "../sandbox.ts";
import { goes, inPlace, type, type Row } from "./paste.ts";

const spackIn = ({ home }: Sandbox): string => join(home, "spack/opt/python-abc");
const condaIn = ({ home }: Sandbox): string => join(home, "conda");

/** Makes them, each with a real Python and a real pip behind. */
export function makeSharedPythons(sandbox: Sandbox): void {
  const spack = spackIn(sandbox);
  makePrefix(spack);
  givePip(spack);
  write(join(spack, ".spack/spec.json"), "{}");
  writeFileSync(join(siteOf(spack), "came_with_it.py"), "");
  const conda = condaIn(sandbox);
  for (const prefix of [conda, join(conda, "pkgs/python"), join(conda, "envs/nopip")]) {
    makePrefix(prefix);
    givePip(prefix);
    write(join(prefix, "conda-meta/history"), "");
  }
  const bare = join(conda, "envs/nopip");
  [join(siteOf(bare), "pip"), join(bare, "bin/pip"), join(bare, "bin/pip3")].forEach((path) =>
    rmSync(path),
  );
  write(join(conda, "condabin/conda"), condaProgram(conda));
  chmodSync(join(conda, "condabin/conda"), 0o755);
}

function write(path: string, text: string): void {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
}

/** As much of conda as is asked for: its packages are one directory. */
export function condaProgram(conda: string): string {
  return `#!/bin/sh
case "$*" in
  'create -n '*' python pip') prefix=${conda}/envs/$3 ;;
  'install pip') prefix=$CONDA_PREFIX ;;
  *) exit 2 ;;
esac
mkdir -p "$prefix" && cp -a ${conda}/pkgs/python/. "$prefix/"
for name in pip pip3; do
  sed -i "1s|.*|#!$prefix/bin/python3|" "$prefix/bin/$name"
done
`;
}

/** `conda` as conda itself makes it in each shell: a function, since a program cannot change the shell. */
export function condaFunction({ name }: Pick<Dialect, "name">): string {
  switch (name) {
    case "fish":
      return `set -gx CONDA_EXE ~/conda/condabin/conda
function conda
    test "$argv[1]" = deactivate; and set argv activate base
    if test "$argv[1]" = activate
        set -gx CONDA_PREFIX ~/conda/envs/$argv[2]
        test "$argv[2]" = base; and set -gx CONDA_PREFIX ~/conda
        set -gx PATH $CONDA_PREFIX/bin ~/conda/condabin ~/bin /usr/bin /bin
        true
    else
        $CONDA_EXE $argv
    end
end`;
    case "pwsh":
      return `$env:CONDA_EXE = "$HOME/conda/condabin/conda"
function conda {
    if ($args[0] -eq 'deactivate') { $args = @('activate', 'base') }
    if ($args[0] -eq 'activate') {
        $env:CONDA_PREFIX = if ($args[1] -eq 'base') { "$HOME/conda" } else { "$HOME/conda/envs/$($args[1])" }
        $env:PATH = "$env:CONDA_PREFIX/bin:$HOME/conda/condabin:$HOME/bin:/usr/bin:/bin"
    } else { & $env:CONDA_EXE @args }
}`;
    case "bash":
    case "zsh":
      return `export CONDA_EXE=~/conda/condabin/conda
conda() {
  [ "$1" != deactivate ] || set -- activate base
  if [ "$1" = activate ]; then
    CONDA_PREFIX=~/conda/envs/$2
    [ "$2" != base ] || CONDA_PREFIX=~/conda
    export CONDA_PREFIX PATH=$CONDA_PREFIX/bin:$HOME/conda/condabin:$HOME/bin:/usr/bin:/bin
  else
    "$CONDA_EXE" "$@"
  fi
}`;
  }
}

export const sharedPythons: readonly Row[] = [
  {
    name: "a Python of Spack's",
    package: "tiny_spack",
    go: async (scene) => {
      await goes(scene, join(scene.path, "spack"));
      await type(scene, scene.dialect.prepend(join(spackIn(scene.sandbox), "bin")));
    },
    types: "pip install tiny_spack",
    line: /^pyguard venv --system-site-packages && pip install tiny_spack$/,
    lands: inPlace("spack"),
  },
  {
    name: "conda's base",
    package: "tiny_conda",
    go: async (scene) => {
      await goes(scene, join(scene.path, "app"));
      await type(scene, "conda activate base");
    },
    types: "pip install tiny_conda",
    line: /^conda create -n app python pip && conda activate app && pip install tiny_conda$/,
    lands: ({ sandbox }) => join(condaIn(sandbox), "envs/app"),
    variable: "CONDA_PREFIX",
  },
  {
    name: "an environment of conda's without pip",
    package: "tiny_nopip",
    go: (scene) => type(scene, "conda activate nopip"),
    types: "pip install tiny_nopip",
    line: /^conda install pip && python -m pip install tiny_nopip$/,
    lands: ({ sandbox }) => join(condaIn(sandbox), "envs/nopip"),
    variable: "CONDA_PREFIX",
  },
];
