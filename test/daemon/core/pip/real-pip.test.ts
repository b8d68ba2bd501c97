// pip's grammar as pyguard reads it, beside pip's own parsers: every pip on this machine, the same lines.

import t from "tap";

import { parsePip, type PipCommand } from "../../../../daemon/core/pip/parse-pip.ts";
import { askPip, findPips, type RealAnswer, type RealPip } from "../../../real-pip/real-pips.ts";
import { randomLine, seeded, type RandomLine } from "../../../real-pip/random-lines.ts";

const count = Number(process.env["PYGUARD_TEST_LINES"] ?? "400");
const seed = Number(process.env["PYGUARD_TEST_SEED"] ?? "20261121");
const pips = findPips(process.env["PYGUARD_TEST_PIPS"] ?? "");
const random = seeded(seed);
const lines = Array.from({ length: count }, () => randomLine(random));

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

function ours(line: RandomLine, version: string): PipCommand {
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
    const command = ours(line, pip.version);
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

t.test("reads every line as each real pip on this machine does", async (t) => {
  t.not(pips.length, 0, "there is a pip to compare with");
  const asked: string[] = [];
  for (const pip of pips) {
    const answers = askPip(pip, lines, t.testdir());
    if (answers === null) {
      t.comment(`pip ${pip.version} cannot be asked (${pip.place})`);
      continue;
    }
    const commands = answers.filter((answer) => answer.outcome === "command").length;
    t.ok(commands > count / 10, `pip ${pip.version} takes ${commands} of ${count} lines`);
    const differences = compare(pip, answers);
    t.equal(
      differences.length,
      0,
      `pip ${pip.version} differs: ${differences.slice(0, 5).join("\n")}`,
    );
    asked.push(pip.version);
  }
  t.not(asked.length, 0, `compared with pip ${asked.join(", ")}`);
});
