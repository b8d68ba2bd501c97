// What `pyguard venv` was asked: which Python, which name, and what is venv's own business.

import { fromText } from "../../daemon/core/bytes.ts";
import { isUsable } from "../../daemon/core/path.ts";

export type VenvArguments = {
  /** A version, a command or a path; empty for the one that is found. */
  readonly python: string;
  readonly name: string;
  /** Options of `python -m venv`, passed on as they are. */
  readonly options: readonly string[];
};

/** venv's options that are followed by a value. */
const takesValue = new Set(["--prompt"]);

/** Gives one line of complaint for what makes no sense. */
export function parseVenvArguments(words: readonly string[]): VenvArguments | string {
  const parsing: Parsing = { pythons: [], names: [], options: [] };
  for (let rest = split(words); rest.length > 0;) {
    rest = take(rest, parsing);
  }
  const { pythons, names, options } = parsing;
  return pythons.includes("")
    ? "--python wants a version, a command or a path"
    : check(pythons.at(-1) ?? "", names, options);
}

type Parsing = {
  readonly pythons: string[];
  readonly names: string[];
  readonly options: string[];
};

/** Takes the first word, and the second where it is its value; gives the others. */
function take([word = "", ...rest]: readonly string[], parsing: Parsing): readonly string[] {
  const [value, ...others] = rest;
  if (word === "--python") {
    parsing.pythons.push(value ?? "");
    return others;
  }
  if (takesValue.has(word) && value !== undefined) {
    parsing.options.push(word, value);
    return others;
  }
  (word.startsWith("-") ? parsing.options : parsing.names).push(word);
  return rest;
}

/** `-p X` and `--python=X` as `--python X`. */
function split(words: readonly string[]): readonly string[] {
  return words.flatMap((word) => {
    if (word === "-p") {
      return ["--python"];
    }
    return word.startsWith("--python=") ? ["--python", word.slice("--python=".length)] : [word];
  });
}

function check(
  python: string,
  names: readonly string[],
  options: readonly string[],
): VenvArguments | string {
  const [name = ".venv", ...more] = names;
  if (more.length > 0) {
    return `one environment at a time: ${name} or ${more.join(", ")}`;
  }
  const plain = name.replace(/\/+$/, "");
  return isName(plain)
    ? { python, name: plain, options }
    : `'${name}' is no name for an environment in this directory`;
}

/** One component of a path that PATH can carry. */
function isName(name: string): boolean {
  return !["", ".", ".."].includes(name) && !name.includes("/") && isUsable(fromText(`/${name}`));
}
