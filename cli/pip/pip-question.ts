// The question that a hook would ask about a pip command, asked by the command line.

import { asBytes, type Bytes } from "../../daemon/core/bytes.ts";
import type { Question } from "../../daemon/wire/question.ts";
import type { Context } from "../context.ts";

const names: ReadonlySet<string> = new Set([
  "PATH",
  "HOME",
  "LANG",
  "LC_ALL",
  "LC_MESSAGES",
  "NO_COLOR",
  "CI",
  "GITHUB_ACTIONS",
  "IN_NIX_SHELL",
  "WORKON_HOME",
  "VIRTUALFISH_HOME",
]);

const families =
  /^(PIP_|_PIP_|PYTHON|PYENV_|ASDF_|MISE_|CONDA_|_CONDA_|SPACK_|NIX_|GUIX_|PIXI_|XDG_CONFIG_|PYGUARD|BUILD_|COLAB_|KAGGLE_)/;

/** As if `argv` were typed at a prompt in this directory. */
export function askAbout(argv: readonly Bytes[], context: Context): Question {
  const { environment, directory } = context;
  const nothing = asBytes("");
  const value = (name: string): Bytes => environment.get(name) ?? nothing;
  return {
    number: asBytes("1"),
    verb: "pip",
    shell: "cli",
    version: asBytes(context.version),
    pid: process.pid,
    directory,
    virtualEnv: value("VIRTUAL_ENV"),
    active: readMarker(value("PYGUARD_ACTIVE")),
    condaPrefix: value("CONDA_PREFIX"),
    witness: nothing,
    evidence: { kind: "none" },
    flags: {
      interactive: true,
      terminal: false,
      editor: false,
      leftByHand: false,
      background: false,
    },
    variables: new Map([...environment].filter(([name]) => names.has(name) || families.test(name))),
    argv,
  };
}

function readMarker(marker: Bytes): Question["active"] {
  const match = /^(\/[^:]*):(\/[^:]*)$/s.exec(marker);
  return { environment: asBytes(match?.[1] ?? ""), root: asBytes(match?.[2] ?? "") };
}
