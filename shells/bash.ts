// bash 3.2 and newer: its files and its words.

import { asBytes } from "../daemon/core/bytes.ts";
import { join } from "../daemon/core/path.ts";
import { quotePosix } from "./quote-posix.ts";
import {
  chainWithAnd,
  commandOf,
  hookWord,
  scriptIn,
  type HookPlace,
  type Places,
  type Shell,
} from "./shell.ts";

export const bash: Shell = {
  name: "bash",
  hook: "hooks/pyguard.bash",
  reread: asBytes("exec bash"),
  // A login shell reads the first of the last three that is there, and .bashrc only if that one says so.
  rcFiles: ({ home }: Places) =>
    [".bashrc", ".bash_profile", ".bash_login", ".profile"].map((name) => join(home, name)),
  hookLine: (place: HookPlace) => {
    const hook = hookWord(place, quotePosix);
    // `.profile` is read by other shells too, and those must not see bash's words.
    return asBytes(`if [ -n "\${BASH_VERSION-}" ] && [ -r ${hook} ]; then . ${hook}; fi`);
  },
  quote: quotePosix,
  command: (words) => commandOf(words, quotePosix),
  chain: chainWithAnd,
  activation: (environment) =>
    commandOf([asBytes("source"), scriptIn(environment, "activate")], quotePosix),
};
