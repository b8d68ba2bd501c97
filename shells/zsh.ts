// zsh 5: its files and its words.

import { asBytes } from "../daemon/core/bytes.ts";
import { join } from "../daemon/core/path.ts";
import { quoteZsh } from "./quote-posix.ts";
import {
  chainWithAnd,
  commandOf,
  hookWord,
  scriptIn,
  type HookPlace,
  type Places,
  type Shell,
} from "./shell.ts";

export const zsh: Shell = {
  name: "zsh",
  hook: "hooks/pyguard.zsh",
  reread: asBytes("exec zsh"),
  rcFiles: ({ home, zshHome }: Places) => [
    join(zshHome === undefined || zshHome === "" ? home : zshHome, ".zshrc"),
  ],
  hookLine: (place: HookPlace) => {
    const hook = hookWord(place, quoteZsh);
    return asBytes(`if [ -r ${hook} ]; then . ${hook}; fi`);
  },
  quote: quoteZsh,
  command: (words) => commandOf(words, quoteZsh),
  chain: chainWithAnd,
  activation: (environment) =>
    commandOf([asBytes("source"), scriptIn(environment, "activate")], quoteZsh),
};
