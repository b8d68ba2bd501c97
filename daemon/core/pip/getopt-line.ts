// getopt's grammar, which distutils uses: options end at the first word that is none.

export type GetoptOptions = {
  readonly flags: readonly string[];
  readonly withValue: readonly string[];
  readonly letters: Readonly<Record<string, string>>;
};

export type GetoptLine = {
  /** By full name, without dashes; flags have an empty value. */
  readonly options: ReadonlyMap<string, string>;
  /** From the first word that is no option. */
  readonly rest: readonly string[];
};

type Given = readonly (readonly [name: string, attached: string | null])[];

/** Reads options up to the first other word. Names it does not know count as flags: setup.py may add its own. */
export function readGetopt(words: readonly string[], known: GetoptOptions): GetoptLine {
  const options = new Map<string, string>();
  let at = 0;
  while (isOption(words[at])) {
    const used = readWord(words[at] ?? "", words[at + 1], { known, options });
    at += used;
  }
  return { options, rest: words.slice(words[at] === "--" ? at + 1 : at) };
}

function isOption(word: string | undefined): boolean {
  return word !== undefined && word.startsWith("-") && word !== "-" && word !== "--";
}

type Target = { readonly known: GetoptOptions; readonly options: Map<string, string> };

/** How many words were used. */
function readWord(word: string, next: string | undefined, { known, options }: Target): 1 | 2 {
  const given = word.startsWith("--") ? readLong(word, known) : readLetters(word, known);
  for (const [name, attached] of given) {
    options.set(name, attached ?? "");
  }
  const [name = "", attached = null] = given.at(-1) ?? [];
  if (attached !== null || !known.withValue.includes(name)) {
    return 1;
  }
  options.set(name, next ?? "");
  return 2;
}

function readLong(word: string, known: GetoptOptions): Given {
  const equals = word.indexOf("=");
  const typed = word.slice(2, equals < 0 ? undefined : equals);
  return [[expandName(typed, known), equals < 0 ? null : word.slice(equals + 1)]];
}

/** A name may be cut short where no other begins like it. */
function expandName(typed: string, known: GetoptOptions): string {
  const all = [...known.flags, ...known.withValue];
  const fitting = all.includes(typed) ? [typed] : all.filter((name) => name.startsWith(typed));
  return fitting.length === 1 ? (fitting[0] ?? typed) : typed;
}

function readLetters(word: string, known: GetoptOptions): Given {
  const given: (readonly [string, string | null])[] = [];
  for (let at = 1; at < word.length; at += 1) {
    const name = known.letters[word.charAt(at)] ?? word.charAt(at);
    if (known.withValue.includes(name)) {
      return [...given, [name, at + 1 < word.length ? word.slice(at + 1) : null]];
    }
    given.push([name, null]);
  }
  return given;
}
