// argparse's grammar, as `python -m venv` and `python -m ensurepip` use it; enough to know what they would do.

export type ArgparseLine = {
  /** Each option given, by its full name, with its value; flags have an empty one. */
  readonly options: ReadonlyMap<string, string>;
  readonly positionals: readonly string[];
  /** Help was asked for, or the line is wrong: it ends before it does anything. */
  readonly ends: boolean;
};

export type ArgparseOptions = {
  /** Every name, and the full name that it stands for. */
  readonly names: Readonly<Record<string, string>>;
  /** Full names of those that take a value. */
  readonly withValue: readonly string[];
};

/** Reads the words of a module that uses argparse. */
export function readArgparse(words: readonly string[], known: ArgparseOptions): ArgparseLine {
  const end = words.indexOf("--");
  const before = end < 0 ? words : words.slice(0, end);
  const options = new Map<string, string>();
  const positionals: string[] = end < 0 ? [] : words.slice(end + 1);
  for (let at = 0; at < before.length; at += 1) {
    const word = before[at] ?? "";
    if (!isOption(word)) {
      positionals.push(word);
      continue;
    }
    const given = readOption(word, before[at + 1], known);
    if (given === null || given.names.includes("--help")) {
      return { options, positionals, ends: true };
    }
    given.names.forEach((name) => options.set(name, given.value));
    at += given.used;
  }
  return { options, positionals, ends: false };
}

function isOption(word: string): boolean {
  return word.startsWith("-") && word !== "-";
}

type Given = { readonly names: readonly string[]; readonly value: string; readonly used: number };

/** null where argparse would complain. */
function readOption(word: string, next: string | undefined, known: ArgparseOptions): Given | null {
  const found = word.startsWith("--") ? readLong(word, known) : readCluster(word, known);
  if (found === null) {
    return null;
  }
  const { names, attached } = found;
  if (attached !== null || !names.some((name) => known.withValue.includes(name))) {
    return { names, value: attached ?? "", used: 0 };
  }
  return next === undefined || isOption(next) ? null : { names, value: next, used: 1 };
}

type Found = { readonly names: readonly string[]; readonly attached: string | null };

/** null where the name is none, or stands for more than one. */
function readLong(word: string, known: ArgparseOptions): Found | null {
  const equals = word.indexOf("=");
  const typed = equals < 0 ? word : word.slice(0, equals);
  const name = expandName(typed, known);
  const attached = equals < 0 ? null : word.slice(equals + 1);
  if (name === null || (attached !== null && !known.withValue.includes(name))) {
    return null;
  }
  return { names: [name], attached };
}

function expandName(typed: string, known: ArgparseOptions): string | null {
  if (Object.hasOwn(known.names, typed)) {
    return known.names[typed] ?? null;
  }
  const names = Object.keys(known.names).filter((name) => name.startsWith(typed));
  return names.length === 1 ? (known.names[names[0] ?? ""] ?? null) : null;
}

/** Short options here never take a value. */
function readCluster(word: string, known: ArgparseOptions): Found | null {
  const letters = word.slice(1).split("");
  const names = letters.map((letter) => known.names[`-${letter}`]);
  const all = names.filter((name) => name !== undefined);
  return all.length === names.length ? { names: all, attached: null } : null;
}
