// A bash that cannot nap for a moment, as 3.2, waits as long as it is told: no longer because its looks are slow.

import { execa } from "execa";
import { readdirSync } from "node:fs";
import t from "tap";
import { clone } from "../real/sandbox.ts";
import { findShells } from "../real/shells.ts";

/** So that the daemon sweeps it. */
const question = /^q\.\d{1,10}\.\d+$/;
/** Each look takes a while. */
const slow = "/.".repeat(1500);

/** What a user may have set. */
const settings = [
  "",
  "set -eu -o pipefail -o noclobber",
  "TIMEFORMAT='%lU %P'",
  "set -o posix",
  "IFS=0123456789.",
] as const;

for (const shell of findShells().here.filter(({ name }) => name === "bash")) {
  t.test(shell.title, async (t) => {
    for (const setting of settings) {
      const directory = t.testdir();
      const script = `. '${clone}/hooks/ask.bash'
__pyguard_runtime=$1
exec 2>/dev/null
${setting}
__pyguard_await "$1$2/a.123.456.7" 300 && exit 1
: >|"$1/a.123.456.8"
__pyguard_await "$1/a.123.456.8" 300`;
      const begin = performance.now();
      await execa(shell.path, ["-c", script, "bash", directory, slow]);
      const waited = performance.now() - begin;
      t.ok(waited > 250 && waited < 2000, `${setting}: ${waited} ms`);
      const left = readdirSync(directory).filter((name) => name !== "a.123.456.8");
      t.ok(left.length === 1 && question.test(left[0] ?? ""), left.join(" "));
    }
  });
}
