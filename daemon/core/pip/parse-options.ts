// optparse's grammar, which is pip's: abbreviations, clusters, attached values, `--`.

import type { Option, Options } from "./option.ts";

/** What an option is set to: a flag, a count, a text or a list of texts. */
export type Value = boolean | number | string | readonly string[];
export type Values = ReadonlyMap<string, Value>;

export type ParsedOptions =
  | {
      readonly kind: "parsed";
      readonly values: Values;
      /** The destinations that the command line itself set. */
      readonly typed: ReadonlySet<string>;
      readonly rest: readonly string[];
    }
  | { readonly kind: "help" }
  | { readonly kind: "rejected"; readonly reason: string };

export type Grammar = {
  readonly options: Options;
  /** What files and variables have set. */
  readonly defaults: Values;
  /** Whether options may follow arguments; before pip's verb they may not. */
  readonly mixed: boolean;
};

type State = {
  readonly grammar: Grammar;
  readonly values: Map<string, Value>;
  readonly typed: Set<string>;
  /** Lists that were typed, so far. */
  readonly lists: Map<string, string[]>;
};

/** What one word did: how many words after it were used up, or why the parse ends here. */
type Step =
  | { readonly kind: "go"; readonly used: number }
  | { readonly kind: "help" }
  | { readonly kind: "rejected"; readonly reason: string };

/** Parses words as optparse does, and stops where it would stop. */
export function parseOptions(words: readonly string[], grammar: Grammar): ParsedOptions {
  const state: State = {
    grammar,
    values: new Map(grammar.defaults),
    typed: new Set(),
    lists: new Map(),
  };
  const rest: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (word === "--") {
      rest.push(...words.slice(at + 1));
      break;
    }
    const isOption = word.startsWith("-") && word.length > 1;
    if (!isOption && !grammar.mixed) {
      rest.push(...words.slice(at));
      break;
    }
    const step = isOption ? takeWord(words, at, state) : takeArgument(word, rest);
    if (step.kind !== "go") {
      return step;
    }
    at += step.used;
  }
  return { kind: "parsed", values: state.values, typed: state.typed, rest };
}

function takeArgument(word: string, rest: string[]): Step {
  rest.push(word);
  return { kind: "go", used: 0 };
}

function takeWord(words: readonly string[], at: number, state: State): Step {
  const word = words[at] ?? "";
  return word.startsWith("--")
    ? takeLong(word, words[at + 1], state)
    : takeCluster(word, words[at + 1], state);
}

function takeLong(word: string, next: string | undefined, state: State): Step {
  const equals = word.indexOf("=");
  const typedName = equals < 0 ? word : word.slice(0, equals);
  const attached = equals < 0 ? undefined : word.slice(equals + 1);
  const names = expandName(typedName, state.grammar.options);
  if (names.length !== 1) {
    return reject(names.length === 0 ? `no such option: ${typedName}` : `ambiguous: ${typedName}`);
  }
  const option = state.grammar.options.byName.get(names[0] ?? "");
  if (option === undefined) {
    return reject(`no such option: ${typedName}`);
  }
  if (option.shape.kind !== "value") {
    return attached === undefined ? setPlain(option, state) : reject(`${typedName} takes no value`);
  }
  return setValue(option, { attached, next }, state);
}

/** All long names that `typed` may stand for; an exact one stands for itself alone. */
export function expandName(typed: string, options: Options): readonly string[] {
  return options.byName.has(typed)
    ? [typed]
    : options.longNames.filter((name) => name.startsWith(typed));
}

/** `-Uqqt DIR` is `-U -q -q -t DIR`: a letter that takes a value takes the rest of the word, or the next. */
function takeCluster(word: string, next: string | undefined, state: State): Step {
  for (let at = 1; at < word.length; at += 1) {
    const name = `-${word[at]}`;
    const option = state.grammar.options.byName.get(name);
    if (option === undefined) {
      return reject(`no such option: ${name}`);
    }
    if (option.shape.kind === "value") {
      const attached = at + 1 < word.length ? word.slice(at + 1) : undefined;
      return setValue(option, { attached, next }, state);
    }
    const step = setPlain(option, state);
    if (step.kind !== "go") {
      return step;
    }
  }
  return { kind: "go", used: 0 };
}

function setPlain(option: Option, state: State): Step {
  const { destination, shape } = option;
  if (shape.kind === "help") {
    return { kind: "help" };
  }
  const before = state.values.get(destination);
  const count = typeof before === "number" ? before : 0;
  state.values.set(destination, plainValue(option, count));
  state.typed.add(destination);
  return { kind: "go", used: 0 };
}

function plainValue({ shape, names }: Option, count: number): Value {
  switch (shape.kind) {
    case "flag":
      return shape.value;
    case "count":
      return count + 1;
    case "constant":
      return names.at(-1) ?? "";
    case "help":
    case "typed-flag":
    case "value":
      return false;
  }
}

type Given = { readonly attached: string | undefined; readonly next: string | undefined };

function setValue(option: Option, given: Given, state: State): Step {
  const { destination, shape, names } = option;
  const value = given.attached ?? given.next;
  if (value === undefined) {
    return reject(`${names[0]} needs a value`);
  }
  if (shape.kind !== "value" || !shape.isValid(value)) {
    return reject(`${names[0]} cannot be ${value}`);
  }
  state.values.set(destination, shape.list ? appended(value, destination, state) : value);
  state.typed.add(destination);
  return { kind: "go", used: given.attached === undefined ? 1 : 0 };
}

/** The first one typed follows what was configured; the list is then ours to lengthen. */
function appended(value: string, destination: string, state: State): readonly string[] {
  const before = state.values.get(destination);
  const list = state.lists.get(destination) ?? (Array.isArray(before) ? [...before] : []);
  list.push(value);
  state.lists.set(destination, list);
  return list;
}

function reject(reason: string): Step {
  return { kind: "rejected", reason };
}
