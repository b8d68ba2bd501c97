// Where others can write to the runtime directory, what somebody else put there is asked by no hook.

import { chmodSync, chownSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fromText } from "../../daemon/core/bytes.ts";
import { renderAnswer } from "../../daemon/wire/answer.ts";
import { dialectOf } from "../real/dialect.ts";
import { eachShell } from "../real/each-shell.ts";
import { goodAnswer, openFakeDaemon } from "./fake-daemon.ts";

const somebodyElse = 54_321;

eachShell({ title: "a daemon that is somebody else's", count: 1 }, async (t, shell) => {
  if (process.getuid?.() !== 0) {
    t.pass("needs root, to give files away", { skip: true });
    return;
  }
  const { sandbox, daemon } = openFakeDaemon(t);
  const environment = join(sandbox.home, "project", ".venv");
  mkdirSync(environment, { recursive: true });
  daemon.reply = (question) =>
    renderAnswer(goodAnswer(question, { state: "in", environment: fromText(environment) }));
  chmodSync(daemon.directory, 0o777);
  for (const name of ["sock", "bell", "rings", join("rings", "asked")]) {
    if (existsSync(join(daemon.directory, name))) {
      chownSync(join(daemon.directory, name), somebodyElse, somebodyElse);
    }
  }
  const terminal = await sandbox.open(shell);
  t.equal((await terminal.run(dialectOf(shell.name).cd(join(sandbox.home, "project")))).output, "");
  t.equal((await terminal.run("")).output, "", "writes nothing");
  t.notMatch((await terminal.run("/usr/bin/env")).output, /^VIRTUAL_ENV=/m, "and enters nothing");
  t.equal(daemon.questions.length, 0, "is not asked");
});
