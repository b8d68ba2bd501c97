// The question that a hook would ask about a pip command, asked by the command line.

import { asBytes, type Bytes } from "../../daemon/core/bytes.ts";
import type { Question } from "../../daemon/wire/question.ts";
import type { Context } from "../context.ts";
import { readShellFacts } from "../doctor/shell-facts.ts";
import { askHere } from "../question.ts";

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

/**
 * As if `words` were typed at a prompt in this directory: that of the calling shell, where a hook said what it did there.
 * Assignments in front hold for this one command.
 */
export function askAbout(words: readonly Bytes[], context: Context): Question {
  const { environment } = context;
  const here = askHere(context);
  const facts = readShellFacts(environment);
  const assigned = words.slice(0, countAssignments(words)).map(readAssignment);
  const argv = words.slice(assigned.length);
  const told = [...environment, ...assigned].filter(
    ([name]) => names.has(name) || families.test(name),
  );
  const off = facts?.isOff === true ? ([["PYGUARD", asBytes("off")]] as const) : [];
  return {
    ...here,
    verb: "pip",
    flags: { ...here.flags, interactive: true, leftByHand: facts?.isLeft ?? false },
    variables: new Map([...told, ...off]),
    argv,
  };
}

function countAssignments(words: readonly Bytes[]): number {
  const first = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  // There is nothing to judge in assignments alone.
  return Math.max(first, 0);
}

function readAssignment(word: Bytes): readonly [name: string, value: Bytes] {
  const end = word.indexOf("=");
  return [word.slice(0, end), asBytes(word.slice(end + 1))];
}
