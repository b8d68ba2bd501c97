// What a stranger wrote, or somebody typed, may be as long and odd as can be: the daemon answers everybody else meanwhile.

import t from "tap";
import { asBytes } from "../../../daemon/core/bytes.ts";
import { nameEnvironment } from "../../../daemon/core/name-environment.ts";
import { parsePyvenvCfg } from "../../../daemon/core/parse-pyvenv-cfg.ts";
import { parseRedirect } from "../../../daemon/core/parse-redirect.ts";
import { readIni } from "../../../daemon/core/pip/ini.ts";
import { plainRequirements, redact } from "../../../daemon/core/pip/message-command.ts";
import { parsePythonVersionFile } from "../../../daemon/core/python-request.ts";

const project = asBytes("/p");
/** As long as a file that is read at all, or a question, may be. */
const length = 64 * 1024;
/** A pattern that begins anew at every character takes seconds. Of the processor's time: others may be busy. */
const limitMs = 500;

const runs = [" ", "\t", "a", "=", "'", "!", ".", "-", "a-", "a://", "://@", "../", "1."];
const texts = runs.flatMap((run) => {
  const long = run.repeat(length / run.length);
  return [`${long}x\u0001`, `x${long}@`, `home = x${long}x`, `x${long}x = x`, `[x]\nx${long}x`];
});

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  "pyvenv.cfg": (text) => parsePyvenvCfg(asBytes(text)),
  "a .venv file": (text) => parseRedirect(asBytes(text), project),
  ".python-version": parsePythonVersionFile,
  "pip.conf": (text) => readIni(asBytes(text)),
  "an environment's name": (text) => nameEnvironment(asBytes(text), project),
  "a word that is repeated": (text) => redact(["pip", "install", text].map(asBytes)),
  "a requirement": (text) => plainRequirements(["pip", "install", text].map(asBytes)),
};

for (const [name, read] of Object.entries(readers)) {
  t.test(`${name} is read at once, whatever it holds`, (t) => {
    for (const text of texts) {
      const start = process.cpuUsage();
      read(text);
      const took = process.cpuUsage(start).user / 1000;
      t.ok(took < limitMs, `${JSON.stringify(text.slice(0, 24))}… took ${Math.round(took)} ms`);
    }
    t.end();
  });
}
