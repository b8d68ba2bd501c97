// pip's grammar as pyguard reads it, beside pip's own parsers: every pip on this machine, the same lines.

import t from "tap";

import { parsePip, type PipCommand } from "../../../../daemon/core/pip/parse-pip.ts";
import { optionsOf, type Option } from "../../../../daemon/core/pip/option.ts";
import {
  askPip,
  findPips,
  type RealAnswer,
  type RealAnswers,
  type RealOption,
  type RealPip,
} from "../../../real-pip/real-pips.ts";
import { fuzzLine, seeded, type RandomLine } from "../../../real-pip/random-lines.ts";

const count = Number(process.env["PYGUARD_TEST_LINES"] ?? "400");
const seed = Number(process.env["PYGUARD_TEST_SEED"] ?? "20261121");
const pips = findPips(process.env["PYGUARD_TEST_PIPS"] ?? "");
const random = seeded(seed);
const lines = Array.from({ length: count }, () => fuzzLine(random));

const destinations: Readonly<Record<string, string>> = {
  dry_run: "dry_run",
  report: "json_report_file",
  root: "root_path",
  target: "target_dir",
  prefix: "prefix_path",
  user: "use_user_site",
  break_system_packages: "override_externally_managed",
  require_venv: "require_venv",
  requirements: "requirements",
  editables: "editables",
  isolated_option: "isolated_mode",
  verbose: "verbose",
};

function readIt(line: RandomLine, version: string): PipCommand {
  return parsePip({
    words: line.words,
    environment: new Map(Object.entries(line.environment)),
    configuration: line.files,
    pipVersion: version,
  });
}

/** What we read, in the words of parse.py; only the fields that this pip has. */
function inItsWords(line: RandomLine, command: PipCommand, theirs: RealAnswer): unknown {
  if (command.kind !== "command") {
    return { outcome: command.kind === "rejected" ? "error" : command.kind };
  }
  const { verb, python, values, requirements: args } = command;
  const isolated = line.words.includes("--isolated");
  const said: Record<string, unknown> = { outcome: "command", verb, args, isolated, python };
  for (const [field, destination] of Object.entries(destinations)) {
    if (field in theirs) {
      said[field] = values.get(destination) ?? unset(theirs[field]);
    }
  }
  return said;
}

/** pip's default for a flag is False or None, for a list [], for a count 0: all of them say "not given". */
function unset(theirs: unknown): unknown {
  const isUnset =
    theirs === false || theirs === 0 || (Array.isArray(theirs) && theirs.length === 0);
  return isUnset ? theirs : null;
}

function compare(pip: RealPip, answers: readonly RealAnswer[]): readonly string[] {
  return lines.flatMap((line, at) => {
    const theirs = answers[at];
    const command = readIt(line, pip.version);
    const said = theirs === undefined ? null : inItsWords(line, command, theirs);
    return same(said, theirs)
      ? []
      : [
          JSON.stringify({
            line,
            said,
            theirs,
            why: command.kind === "rejected" && command.reason,
          }),
        ];
  });
}

function same(one: unknown, other: unknown): boolean {
  return sorted(one) === sorted(other);
}

function sorted(value: unknown): string {
  return JSON.stringify(Object.entries(value ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Names, destination and whether there is a value, for each option of each parser; choices by trying them. */
function compareOptions(version: string, parsers: RealAnswers["parsers"]): readonly string[] {
  return Object.entries(parsers).flatMap(([parser, theirs]) => {
    const { byName } = optionsOf(parser, version);
    const wrong = theirs.filter((option) => !isSameOption(option, byName));
    const extra = [...byName.keys()].filter(
      (name) => !theirs.some((option) => option.names.includes(name)),
    );
    return wrong
      .map((option) => `${parser}: ${option.names.join(" ")}`)
      .concat(extra.map((name) => `${parser}: no ${name} there`));
  });
}

function isSameOption(theirs: RealOption, known: ReadonlyMap<string, Option>): boolean {
  return theirs.names.every((name) => {
    const ours = known.get(name);
    const isValue = ours?.shape.kind === "value";
    const choices = theirs.choices ?? [];
    return (
      ours?.destination === theirs.destination &&
      isValue === theirs.takesValue &&
      choices.every((choice) => isValue && ours.shape.isValid(choice)) &&
      (choices.length === 0 || (isValue && !ours.shape.isValid("no such choice")))
    );
  });
}

t.test("reads every line as each real pip on this machine does", async (t) => {
  t.not(pips.length, 0, "there is a pip to compare with");
  const asked: string[] = [];
  for (const pip of pips) {
    const said = askPip(pip, lines, t.testdir());
    if (said === null) {
      t.comment(`pip ${pip.version} cannot be asked (${pip.place})`);
      continue;
    }
    t.same(compareOptions(pip.version, said.parsers), [], `pip ${pip.version} has our options`);
    const commands = said.answers.filter((answer) => answer.outcome === "command").length;
    t.ok(commands > count / 10, `pip ${pip.version} takes ${commands} of ${count} lines`);
    const differences = compare(pip, said.answers);
    const shown = differences.slice(0, 2).join("\n").slice(0, 1200);
    t.equal(differences.length, 0, `pip ${pip.version} reads all as we do ${shown}`);
    asked.push(pip.version);
  }
  t.not(asked.length, 0, `compared with pip ${asked.join(", ")}`);
});
