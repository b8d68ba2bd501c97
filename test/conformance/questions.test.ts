// Every hook asks as the specification says: who, where, and the whole command.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Test } from "tap";
import { asBytes, fromText, toText } from "../../daemon/core/bytes.ts";
import { renderAnswer } from "../../daemon/wire/answer.ts";
import type { Question } from "../../daemon/wire/question.ts";
import { dialectOf } from "../real/dialect.ts";
import { eachShell } from "../real/each-shell.ts";
import type { Sandbox } from "../real/sandbox.ts";
import type { Shell } from "../real/shells.ts";
import type { Terminal } from "../real/terminal.ts";
import { type FakeDaemon, goodAnswer, openFakeDaemon } from "./fake-daemon.ts";

type Scene = {
  readonly shell: Shell;
  readonly terminal: Terminal;
  readonly sandbox: Sandbox;
  readonly daemon: FakeDaemon;
};

eachShell({ title: "questions", count: 8 }, async (t, shell) => {
  await t.test("to a daemon", (t) => asksAll(t, shell, false));
  await t.test("to one with the protocol's bare names", (t) => asksAll(t, shell, true));
});

async function asksAll(t: Test, shell: Shell, isBare: boolean): Promise<void> {
  const { sandbox, daemon } = openFakeDaemon(t, isBare);
  daemon.reply = (question) =>
    renderAnswer(goodAnswer(question, { decision: question.verb === "pip" ? "allow" : "" }));
  const environment = { PIP_TEST: "two\nlines", PYTHONNOUSERSITE: "1", SECRET: "never sent" };
  const terminal = await sandbox.open(shell, { environment });
  const scene = { shell, terminal, sandbox, daemon };
  await t.test("once at its first prompt", (t) => asksAtStart(t, scene));
  await t.test("nothing where nothing changed", (t) => asksNothing(t, scene));
  await t.test("about a directory byte for byte", (t) => asksAboutNames(t, scene));
  await t.test("about pip with the whole command", (t) => asksAboutPip(t, scene));
}

async function asksAtStart(t: Test, { shell, terminal, sandbox, daemon }: Scene): Promise<void> {
  const [question, ...more] = daemon.questions;
  t.strictSame(more, [], "one question");
  t.match(question, { verb: "here", shell: shell.name, pid: terminal.pid });
  t.match(question, { directory: fromText(sandbox.home), virtualEnv: "", condaPrefix: "" });
  t.match(question?.flags, { interactive: true, editor: false, leftByHand: false });
  t.match(question, { evidence: { kind: "none" }, active: { environment: "", root: "" } });
}

async function asksNothing(t: Test, { terminal, daemon }: Scene): Promise<void> {
  const before = daemon.questions.length;
  for (const line of ["", "/bin/true", ""]) {
    await terminal.run(line);
  }
  t.equal(daemon.questions.length, before);
}

const names = [
  "two words",
  'single\' and "double"',
  "$(id) `id` ${HOME}",
  "süß 環境 🐍",
  "-dash",
  "%s %n",
  "* ? [a] {b,c} ~",
  "#hash;semi&amp|pipe<>",
];

async function asksAboutNames(t: Test, scene: Scene): Promise<void> {
  const { shell, terminal, sandbox, daemon } = scene;
  // To PowerShell a backslash in a path is a slash.
  for (const name of shell.name === "pwsh" ? names : [...names, "back\\slash"]) {
    const directory = join(sandbox.home, name);
    mkdirSync(directory);
    await daemon.hears(terminal, dialectOf(shell.name).cd(directory));
    const question = daemon.questions.at(-1);
    t.equal(toText(question?.directory ?? asBytes("")), directory, name);
    t.equal(question?.witness, daemon.witness, "the witness it holds");
  }
  const numbers = daemon.questions.map(({ number }) => Number(number));
  t.strictSame(
    numbers,
    [...new Set(numbers)].toSorted((one, other) => one - other),
    "numbers rise",
  );
  await terminal.run(dialectOf(shell.name).cd(sandbox.home));
}

const words = ["install", "a[b,c]", "", "two words", "süß", "-i:x", "--", ".", "*", "$HOME", "'"];

async function asksAboutPip(t: Test, scene: Scene): Promise<void> {
  const { shell, terminal, sandbox, daemon } = scene;
  const { quote } = dialectOf(shell.name);
  const asked = daemon.questions.length;
  const { output } = await terminal.run(["pip", ...words.map(quote)].join(" "));
  t.equal(output, "pip ran\n");
  const question = daemon.questions.slice(asked).find(({ verb }) => verb === "pip");
  t.strictSame(question?.argv.map(toText), ["pip", ...words], "the command");
  t.equal(question?.pid, terminal.pid, "the pid is the interactive shell's");
  t.equal(question?.directory, fromText(sandbox.home));
  checkVariables(t, scene, question);
  t.strictSame(
    sandbox.pipCalls().map(({ argv }) => argv.slice(1).map((word) => toText(asBytes(word)))),
    [words],
    "what pip was called with",
  );
}

function checkVariables(t: Test, { sandbox }: Scene, question: Question | undefined): void {
  const variables = question?.variables ?? new Map();
  t.equal(variables.get("PIP_TEST"), "two\nlines");
  t.equal(variables.get("PYTHONNOUSERSITE"), "1");
  t.equal(variables.get("HOME"), sandbox.home);
  t.match(variables.get("PATH"), sandbox.bin);
  t.notOk(variables.has("SECRET"), "nothing that does not belong to the question");
}
