// Where the locale is Latin-1, a byte of a UTF-8 name is a control character to the C library, and none to pyguard.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fromText, toText } from "../../daemon/core/bytes.ts";
import { renderAnswer } from "../../daemon/wire/answer.ts";
import { dialectOf } from "../real/dialect.ts";
import { eachShell } from "../real/each-shell.ts";
import { makeLatin1 } from "../real/latin-1.ts";
import { goodAnswer, openFakeDaemon } from "./fake-daemon.ts";

eachShell({ title: "UTF-8 under Latin-1", count: 1 }, async (t, shell) => {
  const { sandbox, daemon } = openFakeDaemon(t);
  const environment = makeLatin1(sandbox.home);
  if (environment === null) {
    t.pass("localedef makes no Latin-1 locale, 1 scenario left out", { skip: true });
    return;
  }
  // Nothing of its name is typed: what a terminal makes of that is not the point.
  const venv = join(sandbox.home, "\u00DCbung", ".venv");
  const project = join(sandbox.home, "proj");
  mkdirSync(join(venv, "bin"), { recursive: true });
  mkdirSync(project);
  daemon.reply = (question) => {
    const isInside = toText(question.directory) === project;
    const entered = { state: "in", environment: fromText(venv) } as const;
    return renderAnswer(goodAnswer(question, isInside ? entered : {}));
  };
  const terminal = await sandbox.open(shell, { environment });
  t.equal(await daemon.hears(terminal, dialectOf(shell.name).cd(project)), "");
  t.match((await terminal.run("/usr/bin/env")).output, `VIRTUAL_ENV=${venv}\n`);
});
