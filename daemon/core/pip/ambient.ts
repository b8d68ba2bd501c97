// Where packages go by pip's variables and files, whatever is typed: what the advised line has to undo.

import { asBytes, type Bytes } from "../bytes.ts";
import { readEntryPoint } from "./entry-point.ts";
import type { PipFacts } from "./facts.ts";
import { destinationOf } from "./intent.ts";
import { verbAt } from "./message-command.ts";
import { parsePip } from "./parse-pip.ts";
import { withoutDestination } from "./without-destination.ts";

/** One thing that a variable or a file says about it. */
export type Ambient = "python" | "user" | "target" | "prefix";

/** What would still count if the command itself named no destination. */
export function findAmbient(facts: PipFacts): readonly Ambient[] {
  const entry = readEntryPoint(withoutDestination(facts.argv.map(asBytes)));
  const command = entry.kind === "pip" ? parsePip({ ...facts, words: entry.words }) : null;
  if (command?.kind !== "command") {
    return [];
  }
  const destination = destinationOf(command.values);
  // No root but `/` leads into a Python, and that one changes nothing.
  const places = (["target", "prefix"] as const).filter((name) => (destination[name] ?? "") !== "");
  return [
    ...(command.python === "" ? [] : (["python"] as const)),
    ...(command.values.get("use_user_site") === true ? (["user"] as const) : []),
    ...places,
  ];
}

export type Undoing = {
  readonly ambient: readonly Ambient[];
  /** Where it is to go instead. */
  readonly environment: Bytes;
};

/** The options behind the verb that undo it: an empty target is none to pip, an empty prefix is the directory it stands in. */
export function undoing({ ambient, environment }: Undoing): readonly Bytes[] {
  const options = { user: "--no-user", target: "--target=", prefix: `--prefix=${environment}` };
  return ambient.flatMap((name) => (name === "python" ? [] : [asBytes(options[name])]));
}

/** The same command, pip's variables and files overruled: it installs where its own pip is. */
export function overrule(argv: readonly Bytes[], undone: Undoing): readonly Bytes[] {
  const entry = readEntryPoint(argv);
  const at = verbAt(argv);
  if (entry.kind !== "pip" || at < entry.at) {
    return argv;
  }
  const python = undone.ambient.includes("python") ? [asBytes("--python=")] : [];
  const behind = argv.toSpliced(at + 1, 0, ...undoing(undone));
  return behind.toSpliced(entry.at, 0, ...python);
}
