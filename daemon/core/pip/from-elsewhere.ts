// The person's own command, as it does the same from another directory.

import { asBytes, type Bytes } from "../bytes.ts";
import { join } from "../path.ts";
import { wordsForPip } from "./as-pip.ts";
import { readEntryPoint } from "./entry-point.ts";
import { optionsOf, type Option } from "./option.ts";
import { expandName } from "./parse-options.ts";

/** Paths relative to `directory` become absolute; of a setup.py, its directory is installed. */
export function fromElsewhere(argv: readonly Bytes[], directory: Bytes): readonly Bytes[] {
  const entry = readEntryPoint(argv);
  const own = wordsForPip(argv);
  const words = own ?? argv.slice(1);
  const start =
    entry.kind === "pip" || own === null
      ? argv.slice(0, argv.length - words.length)
      : [asBytes("pip")];
  const moved = words.map((word, at) => moveWord(word, words[at - 1] ?? "", directory));
  return [...start, ...moved];
}

const pathOptions: ReadonlySet<string> = new Set(
  (
    "requirements constraints build_constraints requirements_from_scripts editables find_links " +
    "cert client_cert src_dir build_dir cache_dir log json_report_file"
  ).split(" "),
);

// With the flags that may stand in front in one word: `-Ur requirements.txt`.
const letters = /^(-[IUqvy]*[cefr])([^]*)$/;

function moveWord(word: Bytes, before: string, directory: Bytes): Bytes {
  const move = (text: string): string => absolute(text, directory);
  const [, name = "", attached = ""] =
    (word.startsWith("--") ? /^(--[^=]+=)([^]+)$/ : letters).exec(word) ?? [];
  if (attached !== "") {
    const isPath = !name.endsWith("=") || takesPath(name.slice(0, -1)) === true;
    return isPath ? asBytes(`${name}${move(attached)}`) : word;
  }
  return isPathWord(word, before) ? asBytes(move(word)) : word;
}

/** As pip tells a path from a name: a slash or a dot in front, an archive, or an option that takes a file. */
function isPathWord(word: string, before: string): boolean {
  const looksSo = /^\.|\/|^file:/.test(word) || /\.(whl|zip|tar\.\w+|tgz)$/.test(word);
  const isOption = word.startsWith("-");
  const isRelative = /^\.\.?\//.test(word);
  return !isOption && (isRelative || (takesPath(before) ?? looksSo));
}

/** null where the next word is no value of this one. */
function takesPath(word: string): boolean | null {
  if (letters.exec(word)?.[2] === "") {
    return true;
  }
  const option = optionOf(word);
  return option?.shape.kind === "value" ? pathOptions.has(option.destination) : null;
}

function optionOf(word: string): Option | undefined {
  const options = optionsOf("install");
  const names = word.startsWith("--") ? expandName(word, options) : [word];
  return names.length === 1 ? options.byName.get(names[0] ?? "") : undefined;
}

function absolute(word: string, directory: Bytes): string {
  const [, name = "", file = ""] = /^(|[^]*@ *)file:(?!\/)([^]+)$/.exec(word) ?? [];
  if (file !== "") {
    return `${name}file://${absolute(file, directory)}`;
  }
  if (word.startsWith("/") || /^[\w+.-]+:/.test(word) || word.includes(" @ ")) {
    return word;
  }
  const plain = word.replace(/^(\.\/)+/, "").replace(/^\.(?=$|\[)/, "");
  return plain === "" || plain.startsWith("[") ? `${directory}${plain}` : join(directory, plain);
}
