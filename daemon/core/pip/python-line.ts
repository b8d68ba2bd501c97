// CPython's own options, up to the module or the script that it is told to run.

export type PythonLine =
  /** `-V` or `-h`: it says something and ends, whatever follows. */
  | { readonly kind: "prints" }
  /** `at`: where the module's own words begin. */
  | { readonly kind: "module"; readonly module: string; readonly at: number }
  | { readonly kind: "script"; readonly script: string; readonly at: number }
  /** `-c`, the prompt, or what Python does not know. */
  | { readonly kind: "other" };

const plainLetters = "bBdEiIJOPqRsStuUvx3";
const printingLetters = "hV?";
const valueLetters = "WXQ";
const printingWords: ReadonlySet<string> = new Set([
  "--help",
  "--help-all",
  "--help-env",
  "--help-xoptions",
  "--version",
]);

const other: PythonLine = { kind: "other" };

type Word = { readonly argv: readonly string[]; readonly at: number; readonly prints: boolean };

/** What one word of options led to: the end, or the next word and whether Python will only print. */
type Step = PythonLine | { readonly kind: "next"; readonly at: number; readonly prints: boolean };

/** Reads the words of a Python from `from` on. Printing waits until all options are read, as in CPython. */
export function readPython(argv: readonly string[], from: number): PythonLine {
  let at = from;
  let prints = false;
  for (;;) {
    const step = readWord({ argv, at, prints });
    if (step.kind !== "next") {
      return step;
    }
    at = step.at;
    prints = step.prints;
  }
}

function readWord(word: Word): Step {
  const { argv, at, prints } = word;
  const text = argv[at];
  if (text === "--") {
    return readScript({ ...word, at: at + 1 });
  }
  if (text === undefined || text === "-" || !text.startsWith("-")) {
    return readScript(word);
  }
  if (text.startsWith("--")) {
    return readLong(text, word);
  }
  for (let letter = 1; letter < text.length; letter += 1) {
    const name = text.charAt(letter);
    const step = readLetter(name, text.slice(letter + 1), word);
    if (step !== null) {
      return printingLettersIn(text.slice(1, letter)) ? withPrinting(step) : step;
    }
  }
  return { kind: "next", at: at + 1, prints: prints || printingLettersIn(text) };
}

function readScript({ argv, at, prints }: Word): PythonLine {
  const script = argv[at];
  if (prints) {
    return { kind: "prints" };
  }
  return script === undefined || script === "-" ? other : { kind: "script", script, at: at + 1 };
}

function readLong(text: string, { at, prints }: Word): Step {
  if (printingWords.has(text)) {
    return { kind: "next", at: at + 1, prints: true };
  }
  return text === "--check-hash-based-pycs" ? { kind: "next", at: at + 2, prints } : other;
}

/** null where the letter takes nothing and the word goes on. */
function readLetter(letter: string, rest: string, { argv, at, prints }: Word): Step | null {
  const value = rest === "" ? argv[at + 1] : rest;
  const after = rest === "" ? at + 2 : at + 1;
  if (letter === "m" && value !== undefined) {
    return prints ? { kind: "prints" } : { kind: "module", module: value, at: after };
  }
  if (valueLetters.includes(letter)) {
    return { kind: "next", at: after, prints };
  }
  if (letter === "c") {
    return prints ? { kind: "prints" } : other;
  }
  return (plainLetters + printingLetters).includes(letter) ? null : other;
}

function printingLettersIn(letters: string): boolean {
  return letters.split("").some((letter) => printingLetters.includes(letter));
}

/** `-VW x` and `-Vm pip`: a letter before this one already said that Python only prints. */
function withPrinting(step: Step): Step {
  if (step.kind === "next") {
    return { ...step, prints: true };
  }
  return step.kind === "other" ? step : { kind: "prints" };
}
