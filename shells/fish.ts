// fish 3.6 and 4: its files and its words.

import { asBytes, type Bytes } from "../daemon/core/bytes.ts";
import { join } from "../daemon/core/path.ts";
import {
  chainWithAnd,
  configDirectory,
  commandOf,
  hookWord,
  scriptIn,
  type HookPlace,
  type Places,
  type Shell,
} from "./shell.ts";

const bare = /^[\w./:@,+-][\w./:@,+=-]*$/;

export const fish: Shell = {
  name: "fish",
  hook: "hooks/pyguard.fish",
  reread: asBytes("exec fish"),
  // A file of its own: nothing that somebody wrote is edited.
  rcFiles: (places: Places) => [join(configDirectory(places), "fish/conf.d/pyguard.fish")],
  hookLine: (place: HookPlace) => {
    const hook = hookWord(place, quoteFish);
    return asBytes(`if test -r ${hook}; source ${hook}; end`);
  },
  quote: quoteFish,
  command: (words) => commandOf(words, quoteFish),
  chain: chainWithAnd,
  activation: (environment) =>
    commandOf([asBytes("source"), scriptIn(environment, "activate.fish")], quoteFish),
};

// Unlike in bash, a backslash escapes inside fish's single quotes, so it is doubled before the quotes are escaped.
function quoteFish(word: Bytes): Bytes {
  if (bare.test(word)) {
    return word;
  }
  return asBytes(`'${word.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`);
}
