// The pips of this machine, each with a Python that runs it, and what their own parsers say.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

import type { RandomLine } from "./random-lines.ts";

export type RealPip = {
  readonly version: string;
  readonly python: string;
  /** The directory or wheel that holds the package `pip`. */
  readonly place: string;
};

export type RealAnswer = {
  readonly outcome: "error" | "prints" | "unknown-verb" | "command";
  readonly [field: string]: unknown;
};

export type RealOption = {
  readonly names: readonly string[];
  readonly destination: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[] | null;
};

export type RealAnswers = {
  /** The options of each parser, as declared; `main` stands before the verb. */
  readonly parsers: Readonly<Record<string, readonly RealOption[]>>;
  readonly answers: readonly RealAnswer[];
};

/** One of each version found. PYGUARD_TEST_PIPS adds places, `PYTHON=PLACE` with `:` between. */
export function findPips(extra: string): readonly RealPip[] {
  const found = new Map<string, RealPip>();
  for (const candidate of [...namedPips(extra), ...prefixes().flatMap(pipsOf)]) {
    if (!found.has(candidate.version)) {
      found.set(candidate.version, candidate);
    }
  }
  return [...found.values()];
}

function namedPips(extra: string): readonly RealPip[] {
  return extra
    .split(delimiter)
    .filter((entry) => entry !== "")
    .map((entry) => {
      const [python = "", place = ""] = entry.split("=");
      return { version: place.split("/").at(-1) ?? place, python, place };
    });
}

function prefixes(): readonly string[] {
  const pyenv = join(homedir(), ".pyenv", "versions");
  return [
    ...list(pyenv).map((name) => join(pyenv, name)),
    "/usr",
    "/usr/local",
    "/opt/homebrew",
    "/usr/lib/google-cloud-sdk/platform/bundledpythonunix",
  ];
}

function pipsOf(prefix: string): readonly RealPip[] {
  const python = join(prefix, "bin", "python3");
  if (!existsSync(python)) {
    return [];
  }
  const libraries = list(join(prefix, "lib")).filter((name) => /^python3(\.\d+)?$/.test(name));
  const places = libraries.flatMap((name) =>
    ["site-packages", "dist-packages", "ensurepip/_bundled"].map((part) =>
      join(prefix, "lib", name, part),
    ),
  );
  return [...places, join(prefix, "share", "python-wheels")].flatMap((directory) =>
    list(directory).flatMap((name) => pipFrom(directory, name, python)),
  );
}

function pipFrom(directory: string, name: string, python: string): readonly RealPip[] {
  const match = /^pip-([\d.]+)(.*\.whl|\.dist-info)$/.exec(name);
  if (match === null) {
    return [];
  }
  const place = name.endsWith(".whl") ? join(directory, name) : directory;
  return [{ version: match[1] ?? "", python, place }];
}

function list(directory: string): readonly string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}

/** Asks one pip about all lines, in one process; null where this pip cannot be asked. */
export function askPip(
  pip: RealPip,
  lines: readonly RandomLine[],
  home: string,
): RealAnswers | null {
  mkdirSync(home, { recursive: true });
  const script = join(import.meta.dirname, "../../../test/real-pip/parse.py");
  const run = spawnSync(pip.python, ["-I", "-W", "ignore", script, pip.place, home], {
    input: lines.map((line) => `${JSON.stringify(line)}\n`).join(""),
    encoding: "utf8",
    env: { PATH: "/usr/bin:/bin", LC_ALL: "C.UTF-8" },
    maxBuffer: 1 << 28,
    timeout: 600_000,
  });
  if (run.status !== 0) {
    return null;
  }
  const [header = "", ...answers] = run.stdout.trimEnd().split("\n");
  return { parsers: parseHeader(header), answers: answers.map((text) => parseAnswer(text)) };
}

function parseHeader(text: string): RealAnswers["parsers"] {
  const header: unknown = JSON.parse(text);
  if (typeof header !== "object" || header === null || !("parsers" in header)) {
    throw new Error(`parse.py said ${text}`);
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own script's words
  return header.parsers as RealAnswers["parsers"];
}

function parseAnswer(text: string): RealAnswer {
  const answer: unknown = JSON.parse(text);
  if (typeof answer !== "object" || answer === null || !("outcome" in answer)) {
    throw new Error(`parse.py said ${text}`);
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own script's words
  return answer as RealAnswer;
}
