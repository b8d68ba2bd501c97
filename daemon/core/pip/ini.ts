// INI files as Python's ConfigParser reads them, its complaints included: pip stops where it would.

import { asBytes, isUtf8, split, type Bytes } from "../bytes.ts";
import { trim, trimEnd, trimStart } from "../trim.ts";

export type Ini =
  | { readonly kind: "read"; readonly sections: ReadonlyMap<string, ReadonlyMap<string, string>> }
  /** ConfigParser would raise: no section yet, a line without a value, a name twice, bytes that are no text. */
  | { readonly kind: "broken"; readonly reason: string };

type Sections = Map<string, Map<string, string[]>>;

type State = {
  readonly sections: Sections;
  section: Map<string, string[]> | null;
  value: string[] | null;
  indent: number;
};

/** What Python's str.strip() takes off, as far as it is one byte in UTF-8. */
const blanks = " \t\r\f\v\u001c\u001d\u001e\u001f";
const header = /^\[([^]+)\]/;

/** Reads the text of a file. Values with several lines keep them; keys become lower case. */
export function readIni(text: Bytes): Ini {
  if (!isUtf8(text)) {
    return { kind: "broken", reason: "it is not UTF-8" };
  }
  const state: State = { sections: new Map(), section: null, value: null, indent: 0 };
  for (const line of split(text, "\n")) {
    const reason = readLine(state, line);
    if (reason !== null) {
      return { kind: "broken", reason };
    }
  }
  return { kind: "read", sections: finish(state.sections) };
}

/** Takes one line; a reason where ConfigParser would raise. */
function readLine(state: State, line: Bytes): string | null {
  const bare = trim(line, blanks);
  if (bare.startsWith("#") || bare.startsWith(";")) {
    return null;
  }
  if (bare === "") {
    state.value?.push("");
    return null;
  }
  const indent = line.length - trimStart(line, blanks).length;
  if (state.section !== null && state.value !== null && indent > state.indent) {
    state.value.push(bare);
    return null;
  }
  state.indent = indent;
  const name = header.exec(bare)?.[1];
  return name === undefined ? readOption(state, bare) : openSection(state, name);
}

function openSection(state: State, name: string): string | null {
  if (state.sections.has(name) && name !== "DEFAULT") {
    return `section ${name} stands there twice`;
  }
  state.section = state.sections.get(name) ?? new Map<string, string[]>();
  state.sections.set(name, state.section);
  state.value = null;
  return null;
}

function readOption(state: State, bare: string): string | null {
  if (state.section === null) {
    return "a line stands before the first section";
  }
  const mark = bare.search(/[=:]/);
  const name = trimEnd(bare.slice(0, Math.max(mark, 0)), blanks);
  if (name === "") {
    return "a line sets nothing";
  }
  const key = name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  if (state.section.has(key)) {
    return `${key} is set twice`;
  }
  state.value = [trimStart(bare.slice(mark + 1), blanks)];
  state.section.set(key, state.value);
  return null;
}

/** What [DEFAULT] says holds in every section. */
function finish(sections: Sections): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const defaults = sections.get("DEFAULT") ?? new Map<string, string[]>();
  const result = new Map<string, ReadonlyMap<string, string>>();
  for (const [name, entries] of sections) {
    if (name !== "DEFAULT") {
      const all = [...defaults, ...entries].map(([key, lines]) => [key, joined(lines)] as const);
      result.set(name, new Map(all));
    }
  }
  return result;
}

function joined(lines: readonly string[]): string {
  return trimEnd(lines.join("\n"), " \t\r\n\f\v");
}

/** Plain text for a value: the same, as bytes. */
export function valueIn(ini: Ini, section: string, key: string): Bytes | null {
  const value = ini.kind === "read" ? ini.sections.get(section)?.get(key) : undefined;
  return value === undefined ? null : asBytes(value);
}
