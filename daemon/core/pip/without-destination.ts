// The person's own command without what says where its packages go: in an environment they go there by themselves.

import { asBytes, type Bytes } from "../bytes.ts";
import { readEntryPoint } from "./entry-point.ts";
import { verbAt } from "./message-command.ts";
import { optionsOf, type Option, type Options } from "./option.ts";
import { mainParser } from "./option-table.ts";
import { expandName } from "./parse-options.ts";

/** Told where to go, a command that was refused would change again what it must not, or be refused again. */
export function withoutDestination(argv: readonly Bytes[]): readonly Bytes[] {
  const entry = readEntryPoint(argv);
  const at = verbAt(argv);
  const words = argv.slice(at + 1);
  if (entry.kind !== "pip" || at < entry.at) {
    return [...argv.slice(0, at + 1), ...withoutSetups(words)];
  }
  const [verb = asBytes("install")] = argv.slice(at);
  return [
    ...argv.slice(0, entry.at),
    ...withoutPips(argv.slice(entry.at, at), optionsOf(mainParser)),
    verb,
    ...withoutPips(words, optionsOf(verb)),
  ];
}

function withoutPips(words: readonly Bytes[], options: Options): readonly Bytes[] {
  const kept: Bytes[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? asBytes("");
    if (word === "--") {
      return [...kept, ...words.slice(at)];
    }
    const { rest, isWhole, takesNext } = takeWord(word, options);
    kept.push(...rest, ...(isWhole && takesNext ? words.slice(at + 1, at + 2) : []));
    at += takesNext ? 1 : 0;
  }
  return kept;
}

type Taken = {
  /** What stays of the word. */
  readonly rest: readonly Bytes[];
  readonly isWhole: boolean;
  /** The next word is its value. */
  readonly takesNext: boolean;
};

function takeWord(word: Bytes, options: Options): Taken {
  if (word.startsWith("--")) {
    return takeLong(word, options);
  }
  return word.startsWith("-") ? takeCluster(word, options) : whole(word);
}

function whole(word: Bytes, takesNext = false): Taken {
  return { rest: [word], isWhole: true, takesNext };
}

function takeLong(word: Bytes, options: Options): Taken {
  const [typed = ""] = word.split("=", 1);
  const names = expandName(typed, options);
  const option = names.length === 1 ? options.byName.get(names[0] ?? "") : undefined;
  const takesNext = option?.shape.kind === "value" && !word.includes("=");
  return option !== undefined && isDestination(option)
    ? { rest: [], isWhole: false, takesNext }
    : whole(word, takesNext);
}

/** `-Ut DIR`: the letters in front of the one that takes a value stay. */
function takeCluster(word: Bytes, options: Options): Taken {
  const letters = word.slice(1).split("");
  const place = letters.findIndex((each) => options.byName.get(`-${each}`)?.shape.kind === "value");
  const option = options.byName.get(`-${letters[place] ?? ""}`);
  const takesNext = option !== undefined && place === letters.length - 1;
  return option === undefined || !isDestination(option)
    ? whole(word, takesNext)
    : { rest: place === 0 ? [] : [asBytes(word.slice(0, place + 1))], isWhole: false, takesNext };
}

const destinations: ReadonlySet<string> = new Set([
  "python",
  "prefix_path",
  "root_path",
  "target_dir",
  "use_user_site",
]);

/** `--no-user` sends nothing anywhere. */
function isDestination({ destination, shape }: Option): boolean {
  return destinations.has(destination) && !(shape.kind === "flag" && !shape.value);
}

const ofSetup = /^--(?:user|prefix|root|home|install-(?:base|dir|lib|purelib))(=|$)/;

/** What setup.py and easy_install take. */
function withoutSetups(words: readonly Bytes[]): readonly Bytes[] {
  const takesNext = (word: string): boolean => word !== "--user" && ofSetup.exec(word)?.[1] === "";
  return words.filter((word, at) => !ofSetup.test(word) && !takesNext(words[at - 1] ?? ""));
}
