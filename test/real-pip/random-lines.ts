// Command lines for pip as nobody would type them, the same ones for the same seed.

import type { PipConfiguration, PipConfigurationFile } from "../../daemon/core/pip/facts.ts";
import { optionsOf } from "../../daemon/core/pip/option.ts";
import { allVerbs } from "../../daemon/core/pip/verbs.ts";

export type RandomLine = {
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly files: readonly PipConfigurationFile[];
};

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

type Random = () => number;

/** `wild`: this line may hold what no parser takes. */
type Dice = { readonly random: Random; readonly wild: boolean };

const values = (
  "requests x . /tmp/t ./vendor ~/.local / install list uninstall --isolated --user -h -- - " +
  "3 0 -1 0x1f 010 09 1.5 1e3 nan 3.12 312 3.1.2.3 yes no on off maybe auto raw warn eager s i ignore " +
  "only-if-needed columns json abspath sha256 a=b :all: :none: six,idna dev x:dev pyproject.toml:dev " +
  "fast-deps legacy-resolver truststore P3D 2026-01-01 pkg[a,b]>=1 =x a=b=c"
)
  .split(" ")
  .concat("", " ", "a b");

const mistakes = "isntall Install INSTALL instal sync remove add --help help".split(" ");
const shortOptions = "UqvVhIetrcifbCydwlouapzsnx".split("");
const settings = (
  "user no-user target prefix root dry-run report require-virtualenv require-venv python isolated " +
  "break-system-packages verbose quiet retries timeout exists-action requirement editable no-cache-dir " +
  "use-feature progress-bar root-user-action only-binary config-settings python-version version help " +
  "no_color Log --user index-url format group bash nonsense no-index no-deps compile cache-dir"
).split(" ");

// Their parsing asks the machine whether setuptools is there, or a clock.
const unpredictable: ReadonlySet<string> = new Set(["--no-use-pep517", "--uploaded-prior-to"]);

/** One line; most are near what a person types, so that many get past the parser. */
function randomLine(random: Random): RandomLine {
  const dice: Dice = { random, wild: random() < 0.3 };
  const verb = pickVerb(dice);
  const before = many(random, { most: 2, make: () => optionWords("main", dice) });
  const after = many(random, { most: 5, make: () => wordsAfter(verb, dice) });
  const noVerb = random() < 0.03;
  const stray = random() < 0.04 ? ["--"] : [];
  const words = [...before, ...stray, ...(noVerb ? [] : [verb]), ...after];
  return { words, environment: randomEnvironment(dice), files: randomFiles(dice) };
}

const garbage =
  "-=-=--_.:,@[]<>~!#%^&*(){}|;'\"`\\/ \t\n\r\u0001\u007fiInsStTallq0179vVeEüß€".split("");

/** A line as above; or one with words, letters and blanks thrown in where nothing expects them. */
export function fuzzLine(random: Random): RandomLine {
  const line = randomLine(random);
  if (random() < 0.6) {
    return line;
  }
  const words = many(random, {
    most: 8,
    make: () => [random() < 0.5 ? garbageWord(random) : pick(line.words.concat("install"), random)],
  });
  return { ...line, words };
}

function garbageWord(random: Random): string {
  const word = many(random, { most: 12, make: () => [pick(garbage, random)] }).join("");
  return random() < 0.5 ? word : `${pick(["-", "--", "--t", "-t", "install"], random)}${word}`;
}

function pickVerb({ random }: Dice): string {
  const roll = random();
  if (roll < 0.6) {
    return "install";
  }
  if (roll < 0.7) {
    return "uninstall";
  }
  return roll < 0.97 ? pick(allVerbs, random) : pick(mistakes, random);
}

function wordsAfter(verb: string, dice: Dice): readonly string[] {
  if (dice.random() < 0.3) {
    return [pick(values, dice.random)];
  }
  const isElsewhere = dice.wild && dice.random() < 0.1;
  const known = allVerbs.includes(verb) ? verb : "install";
  return optionWords(isElsewhere ? pick(allVerbs, dice.random) : known, dice);
}

function optionWords(parser: string, dice: Dice): readonly string[] {
  const { random } = dice;
  if (random() < 0.25) {
    return clusterWords(parser, dice);
  }
  const names = optionsOf(parser).longNames.filter((name) => !unpredictable.has(name));
  const name = pick(names, random);
  if (name === "--help" && !dice.wild) {
    return [];
  }
  const cut = random() < (dice.wild ? 0.5 : 0.2) ? Math.floor(random() * name.length) : name.length;
  const typed = name.slice(0, Math.max(dice.wild ? 3 : name.length - 3, cut));
  const value = valueFor(parser, name, dice);
  if (value === null) {
    return [typed];
  }
  return random() < 0.4 ? [`${typed}=${value}`] : [typed, value];
}

/** A value that the option takes, or none where it takes none; on a wild line often the wrong one of both. */
function valueFor(parser: string, name: string, { random, wild }: Dice): string | null {
  const shape = optionsOf(parser).byName.get(name)?.shape;
  if (wild && random() < 0.3) {
    return random() < 0.5 ? null : pick(values, random);
  }
  const fitting = values.filter((value) => shape?.kind === "value" && shape.isValid(value));
  return fitting.length === 0 ? null : pick(fitting, random);
}

function clusterWords(parser: string, dice: Dice): readonly string[] {
  const { random, wild } = dice;
  const own = [...optionsOf(parser).byName.keys()].filter((name) => /^-[^-h]/.test(name));
  const letters = many(random, { most: 3, make: () => [pick(own, random)] });
  const last = wild ? `-${pick(shortOptions, random)}` : pick(own, random);
  const word = `-${[...letters, last].map((name) => name.slice(1)).join("")}`;
  const value = valueFor(parser, last, dice);
  if (value === null) {
    return [word];
  }
  return random() < 0.4 ? [`${word}${value}`] : [word, value];
}

function randomEnvironment(dice: Dice): Readonly<Record<string, string>> {
  const { random } = dice;
  if (random() < 0.6) {
    return {};
  }
  const pairs = many(random, {
    most: 3,
    make: () => {
      const setting = pick(settings, random);
      const name = `PIP_${setting.toUpperCase().replaceAll("-", "_")}`;
      return [[name, settingValue(setting, dice)] as const];
    },
  });
  return Object.fromEntries(pairs);
}

function settingValue(setting: string, { random, wild }: Dice): string {
  const shape = optionsOf("install").byName.get(`--${setting}`)?.shape;
  if (wild) {
    return pick(values, random);
  }
  if (shape?.kind === "value") {
    return pick(
      values.filter((value) => shape.isValid(value)),
      random,
    );
  }
  return pick(["1", "0", "yes", "no", "true", "off", "on", "F", "Y", ""], random);
}

function randomFiles(dice: Dice): readonly PipConfigurationFile[] {
  if (dice.random() < 0.65) {
    return [];
  }
  return (["global", "user", "site", "named"] as const)
    .filter(() => dice.random() < 0.5)
    .map((scope) => ({ scope, sections: randomSections(dice) }));
}

function randomSections(dice: Dice): PipConfiguration {
  const sections = ["global", "install", "list", "Install"].filter(() => dice.random() < 0.5);
  return Object.fromEntries(sections.map((section) => [section, randomEntries(dice)]));
}

/** configparser lowers keys and trims values, and refuses a key that comes twice. */
function randomEntries(dice: Dice): Readonly<Record<string, string>> {
  const pairs = many(dice.random, {
    most: 3,
    make: () => {
      const setting = pick(settings, dice.random);
      return [[setting.toLowerCase(), settingValue(setting, dice).trim()] as const];
    },
  });
  return Object.fromEntries(pairs);
}

type Many<T> = { readonly most: number; readonly make: () => readonly T[] };

function many<T>(random: Random, { most, make }: Many<T>): readonly T[] {
  const count = Math.floor(random() * (most + 1));
  return Array.from({ length: count }, make).flat();
}

function pick<T>(choices: readonly T[], random: Random): T {
  const chosen = choices[Math.floor(random() * choices.length)];
  if (chosen === undefined) {
    throw new Error("nothing to pick from");
  }
  return chosen;
}
