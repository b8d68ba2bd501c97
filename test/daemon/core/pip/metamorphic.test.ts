// One decision, many spellings: what does not matter to pip must not matter to the guard.

import t from "tap";

import { assume } from "../../../../daemon/core/pip/assume.ts";
import { readEntryPoint } from "../../../../daemon/core/pip/entry-point.ts";
import { optionsOf } from "../../../../daemon/core/pip/option.ts";
import { isVerb } from "../../../../daemon/core/pip/verbs.ts";
import { readRows, type Row } from "./decisions.ts";

type Spelling = { readonly name: string; readonly respell: (row: Row) => readonly Row[] };

/** A row's line taken apart: what starts pip, what stands before the verb, the verb, and its words. */
type Line = {
  readonly start: readonly string[];
  readonly before: readonly string[];
  readonly verb: string;
  readonly after: readonly string[];
};

const rows = readRows();
const lines = new Map(rows.map((row) => [row.id, takeApart(row)]));

function takeApart(row: Row): Line | null {
  const entry = readEntryPoint(row.argv);
  if (entry.kind !== "pip") {
    return null;
  }
  // No row of the table has a verb's name in front of its verb.
  const at = entry.words.findIndex((word) => isVerb(word));
  return at < 0
    ? null
    : {
        start: row.argv.slice(0, entry.at),
        before: entry.words.slice(0, at),
        verb: entry.words[at] ?? "",
        after: entry.words.slice(at + 1),
      };
}

/** Only rows whose line has a verb that pip knows. */
function eachLine(respell: (line: Line) => readonly Line[]): Spelling["respell"] {
  return (row) => {
    const line = lines.get(row.id) ?? null;
    return line === null ? [] : respell(line).map((respelled) => retype(row, respelled));
  };
}

function retype(row: Row, { start, before, verb, after }: Line): Row {
  return { ...row, argv: [...start, ...before, verb, ...after] };
}

function withAfter(line: Line, after: readonly string[]): Line {
  return { ...line, after };
}

function withStart(line: Line, start: readonly string[]): Line {
  return { ...line, start };
}

const starts = [
  "pip",
  "pip3",
  "pip3.12",
  "pip-3.9",
  "pip.exe",
  "python -m pip",
  "python3.12 -Im pip",
  "python3 -W ignore -X dev -mpip",
  "py -3.12 -m pip",
].map((start) => start.split(" "));

const harmlessEnvironment = {
  TERM: "xterm",
  PIP_INDEX_URL: "https://example.org/simple",
  PIP_NO_INPUT: "1",
  PIP_VERBOSE: "2",
  PIP_NONSENSE: "maybe",
  pip_user: "1",
};

const spellings: readonly Spelling[] = [
  {
    name: "another way to start pip",
    respell: eachLine((line) => starts.map((start) => withStart(line, start))),
  },
  {
    name: "more or fewer words from pip",
    respell: eachLine((line) => [
      { ...line, before: ["-q", ...line.before] },
      { ...line, before: ["--verbose", "--no-color", ...line.before] },
      { ...line, before: ["--log", "install", ...line.before] },
      { ...line, after: ["-q", ...line.after] },
      { ...line, after: ["--disable-pip-version-check", ...line.after] },
      { ...line, after: ["--cache-dir=uninstall", "-vvv", ...line.after] },
    ]),
  },
  {
    name: "requirements in another place",
    respell: eachLine((line) => {
      const isLast = line.after.at(-1) === "requests";
      return isLast ? [{ ...line, after: ["requests", ...line.after.slice(0, -1)] }] : [];
    }),
  },
  {
    name: "abbreviated options",
    respell: eachLine((line) => line.after.flatMap((_, at) => abbreviate(line, at))),
  },
  {
    name: "values attached or apart",
    respell: eachLine((line) => line.after.flatMap((_, at) => regroup(line, at))),
  },
  {
    name: "short and long options",
    respell: eachLine((line) => line.after.flatMap((_, at) => rename(line, at))),
  },
  {
    name: "options said twice",
    respell: eachLine((line) =>
      line.after.flatMap((word, at) =>
        isFlag(line.verb, word) ? [{ ...line, after: line.after.toSpliced(at, 0, word) }] : [],
      ),
    ),
  },
  {
    name: "variables that change nothing",
    respell: (row) => [{ ...row, env: { ...harmlessEnvironment, ...row.env } }],
  },
  {
    name: "paths spelled in other ways",
    respell: eachLine((line) => [{ ...line, after: line.after.map(respellPath) }]),
  },
];

function isFlag(verb: string, word: string): boolean {
  return optionsOf(verb).byName.get(word)?.shape.kind === "flag";
}

/** All unique abbreviations of the long option at `at`; only the whole word `--isolated` isolates. */
function abbreviate(line: Line, at: number): readonly Line[] {
  const [name = "", ...value] = (line.after[at] ?? "").split("=");
  const { byName, longNames } = optionsOf(line.verb);
  if (!byName.has(name) || !name.startsWith("--") || name === "--isolated") {
    return [];
  }
  const shorter = Array.from({ length: name.length - 3 }, (_, cut) => name.slice(0, cut + 3));
  return shorter
    .filter((short) => !byName.has(short))
    .filter((short) => longNames.filter((other) => other.startsWith(short)).length === 1)
    .map((short) => withAfter(line, line.after.with(at, [short, ...value].join("="))));
}

/** `--target=x` for `--target x`, `-tx` for `-t x`, and the other way round. */
function regroup(line: Line, at: number): readonly Line[] {
  const [name = "", ...attached] = (line.after[at] ?? "").split("=");
  const option = optionsOf(line.verb).byName.get(name);
  const value = line.after[at + 1];
  if (option?.shape.kind !== "value") {
    return [];
  }
  if (attached.length > 0) {
    return [{ ...line, after: line.after.toSpliced(at, 1, name, attached.join("=")) }];
  }
  if (value === undefined) {
    return [];
  }
  const joined = name.startsWith("--") ? `${name}=${value}` : `${name}${value}`;
  return [{ ...line, after: line.after.toSpliced(at, 2, joined) }];
}

/** The option's other names. */
function rename(line: Line, at: number): readonly Line[] {
  const name = line.after[at] ?? "";
  const names = optionsOf(line.verb).byName.get(name)?.names ?? [];
  return names
    .filter((other) => other !== name)
    .map((other) => withAfter(line, line.after.with(at, other)));
}

function respellPath(word: string): string {
  const [path = ""] = /\/(usr|tmp|spack)[^=]*$/.exec(word) ?? [];
  return path === "" ? word : `${word.slice(0, -path.length)}${path.replaceAll("/", "/x/..//./")}/`;
}

for (const { name, respell } of spellings) {
  t.test(`the same decision with ${name}`, async (t) => {
    let count = 0;
    for (const row of rows) {
      const respelled = respell(row);
      assume(respelled, null).forEach((answer, at) => {
        const { decision, rule } = answer.kind === "assumed" ? answer.decision : {};
        const shown = `${row.id} ${respelled[at]?.argv.join(" ")}`;
        t.same({ decision, rule }, { decision: row.expect, rule: row.rule }, shown);
        count += 1;
      });
    }
    t.ok(count > 5, `${count} spellings`);
  });
}

// What a variable or a file sets counts like the option, but for --break-system-packages.
const settings: readonly (readonly [option: string, variable: string, value: string])[] = [
  ["--target=/tmp/t", "TARGET", "/tmp/t"],
  ["--prefix=/tmp/t", "PREFIX", "/tmp/t"],
  ["--root=/tmp/t", "ROOT", "/tmp/t"],
  ["--user", "USER", "1"],
  ["--no-user", "USER", "0"],
  ["--dry-run", "DRY_RUN", "1"],
  ["--require-venv", "REQUIRE_VENV", "1"],
];

t.test("the same decision from a variable, a file or the line", async (t) => {
  const kinds = [...new Set(rows.map((row) => row.target_kind))];
  for (const kind of kinds) {
    for (const [option, name, value] of settings) {
      const base = { argv: ["pip", "install", "x"], target_kind: kind, facts: { writable: false } };
      const key = name.toLowerCase().replace("_", "-");
      const answers = assume(
        [
          { ...base, argv: [...base.argv, option] },
          { ...base, env: { [`PIP_${name}`]: value } },
          { ...base, facts: { ...base.facts, config: { global: { [key]: value } } } },
          { ...base, facts: { ...base.facts, config: { install: { [key]: value } } } },
        ],
        null,
      );
      const found = answers.map((answer) => answer.kind === "assumed" && answer.decision.rule);
      t.equal(new Set(found).size, 1, `${kind} ${option}: ${found.join(" ")}`);
    }
  }
});
