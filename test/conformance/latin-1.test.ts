// Where the locale is Latin-1, a byte of a UTF-8 name is a control character to the C library, and none to pyguard.

import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fromText, toText } from "../../daemon/core/bytes.ts";
import { renderAnswer } from "../../daemon/wire/answer.ts";
import { dialectOf } from "../real/dialect.ts";
import { eachShell } from "../real/each-shell.ts";
import { goodAnswer, openFakeDaemon } from "./fake-daemon.ts";

const locale = "de_DE.ISO-8859-1";

eachShell({ title: "UTF-8 under Latin-1", count: 1 }, async (t, shell) => {
  const { sandbox, daemon } = openFakeDaemon(t);
  const locales = join(sandbox.home, "locales");
  mkdirSync(locales);
  const words = ["-i", "de_DE", "-f", "ISO-8859-1", join(locales, locale)];
  if (spawnSync("localedef", words).status !== 0) {
    t.pass("localedef makes no Latin-1 locale, 1 scenario left out", { skip: true });
    return;
  }
  // Nothing of its name is typed: what a terminal makes of that is not the point.
  const environment = join(sandbox.home, "\u00DCbung", ".venv");
  const project = join(sandbox.home, "proj");
  mkdirSync(join(environment, "bin"), { recursive: true });
  mkdirSync(project);
  daemon.reply = (question) => {
    const isInside = toText(question.directory) === project;
    const entered = { state: "in", environment: fromText(environment) } as const;
    return renderAnswer(goodAnswer(question, isInside ? entered : {}));
  };
  const terminal = await sandbox.open(shell, {
    environment: { LOCPATH: locales, LC_ALL: locale },
  });
  t.equal(await daemon.hears(terminal, dialectOf(shell.name).cd(project)), "");
  t.match((await terminal.run("/usr/bin/env")).output, `VIRTUAL_ENV=${environment}\n`);
});
