// fish asks without a process where a name rings: with a bash that can do nothing it enters and leaves all the same.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fromText } from "../../daemon/core/bytes.ts";
import { renderAnswer } from "../../daemon/wire/answer.ts";
import { dialectOf } from "../real/dialect.ts";
import { eachShell } from "../real/each-shell.ts";
import type { Terminal } from "../real/terminal.ts";
import { goodAnswer, openFakeDaemon } from "./fake-daemon.ts";

eachShell({ title: "rings", count: 1 }, async (t, shell) => {
  if (shell.name !== "fish" || process.platform !== "linux") {
    t.pass("asks in another way", { skip: true });
    return;
  }
  const { sandbox, daemon } = openFakeDaemon(t);
  const project = join(sandbox.home, "project");
  const environment = join(project, ".venv");
  mkdirSync(environment, { recursive: true });
  daemon.reply = (question) =>
    renderAnswer(
      question.directory === fromText(project)
        ? goodAnswer(question, { state: "in", environment: fromText(environment), venvHere: true })
        : goodAnswer(question),
    );
  const terminal = await sandbox.open(shell);
  const { cd } = dialectOf(shell.name);
  await terminal.run("set -g __pyguard_bash /bin/false");
  await terminal.run(cd(project));
  t.equal(await settles(terminal, `VIRTUAL_ENV=${environment}`), true, "enters");
  await terminal.run(cd(sandbox.home));
  t.equal(await settles(terminal, null), true, "leaves");
});

/** A busy machine may be late with an answer: then the shell asks again at its next prompt. */
async function settles(terminal: Terminal, wanted: string | null, tries = 20): Promise<boolean> {
  const { output } = await terminal.run("/usr/bin/env");
  const found = /^VIRTUAL_ENV=.*$/m.exec(output)?.[0] ?? null;
  return found === wanted || (tries > 1 && settles(terminal, wanted, tries - 1));
}
