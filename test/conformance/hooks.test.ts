// Every hook reads every answer of the table as the specification says.

import { existsSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { Test } from "tap";
import { renderAnswer } from "../../daemon/wire/answer.ts";
import { dialectOf } from "../real/dialect.ts";
import { eachShell } from "../real/each-shell.ts";
import type { Sandbox } from "../real/sandbox.ts";
import type { Shell } from "../real/shells.ts";
import type { Terminal } from "../real/terminal.ts";
import { answerCases, canary, type AnswerCase } from "./answers.ts";
import { type FakeDaemon, goodAnswer, openFakeDaemon } from "./fake-daemon.ts";

eachShell({ title: "P4, replies are data", count: answerCases.length }, async (t, shell) => {
  await t.test("in its own words", (t) => readsAnswers(t, shell, () => {}));
  if (shell.name === "fish") {
    await t.test("through a process", (t) =>
      readsAnswers(t, shell, (daemon) => daemon.stopListening()),
    );
  }
});

async function readsAnswers(
  t: Test,
  shell: Shell,
  prepare: (daemon: FakeDaemon) => void,
): Promise<void> {
  const { sandbox, daemon } = openFakeDaemon(t);
  prepare(daemon);
  daemon.reply = (question) => {
    const asked = answerCases[Number(basename(question.directory)) - 1];
    return asked?.frame(question) ?? renderAnswer(goodAnswer(question));
  };
  const terminal = await sandbox.open(shell);
  for (const [index, answer] of answerCases.entries()) {
    const directory = join(sandbox.home, `${index + 1}`);
    mkdirSync(join(directory, ".venv", "bin"), { recursive: true });
    await t.test(answer.name, (t) =>
      readsAnswer(t, answer, { shell, terminal, sandbox, daemon, directory }),
    );
  }
}

type Scene = {
  readonly shell: Shell;
  readonly terminal: Terminal;
  readonly sandbox: Sandbox;
  readonly daemon: FakeDaemon;
  readonly directory: string;
};

async function readsAnswer(t: Test, answer: AnswerCase, scene: Scene): Promise<void> {
  const { terminal, sandbox, daemon, directory } = scene;
  const dialect = dialectOf(scene.shell.name);
  const asked = daemon.questions.length;
  t.equal(await daemon.hears(terminal, dialect.cd(directory)), "", "writes nothing");
  t.ok(daemon.questions.length > asked, "asks");
  t.equal((await terminal.run(dialect.ends(7))).output, "");
  t.equal((await terminal.run(dialect.status)).output, "status=7\n", "keeps the status");
  const { output } = await terminal.run("/usr/bin/env");
  const active = /^VIRTUAL_ENV=(.*)$/m.exec(output)?.[1];
  t.equal(active, answer.taken ? `${directory}/.venv` : undefined, "VIRTUAL_ENV");
  t.notOk(existsSync(join(directory, canary)), "evaluates nothing");
  await daemon.hears(terminal, dialect.cd(sandbox.home));
  t.notOk(existsSync(join(sandbox.home, canary)), "evaluates nothing later");
}
