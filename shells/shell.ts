// What pyguard must know of a shell to speak its words: one interface, one file per shell.

import { asBytes, type Bytes } from "../daemon/core/bytes.ts";
import { join } from "../daemon/core/path.ts";

export type ShellName = "bash" | "zsh" | "fish" | "pwsh";

/** Where a person's files are; an empty value counts as not set. */
export type Places = {
  readonly home: Bytes;
  /** `XDG_CONFIG_HOME` */
  readonly configHome?: Bytes;
  /** `ZDOTDIR` */
  readonly zshHome?: Bytes;
};

/** Where a hook is, both absolute. */
export type HookPlace = { readonly hook: Bytes; readonly home: Bytes };

export interface Shell {
  readonly name: ShellName;
  /** The hook, relative to pyguard's home. */
  readonly hook: string;
  /** Types `exec zsh` and the like: makes an open terminal read its start-up files again. */
  readonly reread: Bytes;
  /** The files a person's interactive shells read, the first of them where the hook's line belongs. */
  rcFiles(places: Places): readonly Bytes[];
  /** What `pyguard init NAME` prints and rc files hold: loads the hook where it can be read, else does nothing. */
  hookLine(place: HookPlace): Bytes;
  /** The word as it has to be typed, bare where nothing in it is special. */
  quote(word: Bytes): Bytes;
  /** A whole command as it has to be typed. */
  command(words: readonly Bytes[]): Bytes;
  /** Commands of which each runs only if the one before it succeeded. */
  chain(commands: readonly Bytes[]): Bytes;
  /** Enters an environment by hand; `environment` may be relative. */
  activation(environment: Bytes): Bytes;
}

/** Where programs keep their configuration. */
export function configDirectory({ home, configHome }: Places): Bytes {
  return configHome === undefined || configHome === "" ? join(home, ".config") : configHome;
}

/** The hook as a word: below `$HOME` where it can be, so that rc files shared between machines fit all of them. */
export function hookWord({ hook, home }: HookPlace, quote: (word: Bytes) => Bytes): string {
  const rest = hook.slice(home.length);
  const isBelow = home !== "" && hook.startsWith(home) && /^\/[\w./-]+$/.test(rest);
  return isBelow ? `"$HOME${rest}"` : quoteOnce(hook, quote);
}

/** Joins commands with `&&`, which all four shells have (fish since 3.0, PowerShell since 7). */
export function chainWithAnd(commands: readonly Bytes[]): Bytes {
  return asBytes(commands.join(" && "));
}

/** Joins quoted words. A name in front that looks like an assignment is quoted, so that it is none. */
export function commandOf(words: readonly Bytes[], quote: (word: Bytes) => Bytes): Bytes {
  const [name, ...rest] = words;
  if (name === undefined) {
    return asBytes("");
  }
  const first = name.includes("=") ? quoteOnce(name, quote) : quote(name);
  return asBytes([first, ...rest.map(quote)].join(" "));
}

// A word that was left bare has no quote in it, so it can be put between two.
function quoteOnce(word: Bytes, quote: (word: Bytes) => Bytes): string {
  const quoted = quote(word);
  return quoted === word ? `'${word}'` : quoted;
}

/** A path joined to a script of it, with `./` where a leading dash would look like an option. */
export function scriptIn(environment: Bytes, script: string): Bytes {
  return asBytes(`${environment.startsWith("-") ? "./" : ""}${environment}/bin/${script}`);
}
