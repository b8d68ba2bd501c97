// PowerShell 7 on Linux and macOS: its files and its words.

import { asBytes, type Bytes } from "../daemon/core/bytes.ts";
import { join } from "../daemon/core/path.ts";
import {
  chainWithAnd,
  configDirectory,
  hookWord,
  scriptIn,
  type HookPlace,
  type Places,
  type Shell,
} from "./shell.ts";

// A word like `-foo.bar` or `-a=b.c` reaches a program as two, unless it is quoted; `--a=b.c` does not.
const bare = /^(?:[\w./:+][\w./:+=-]*|--?[\w-]+|--[\w-]+[=:][\w./:+=-]*)$/;

// PowerShell ends a literal at any of ' and U+2018 to U+201B (here as UTF-8 bytes), and takes two for one.
const quotes = /'|\u00e2\u0080[\u0098-\u009b]/g;

export const pwsh: Shell = {
  name: "pwsh",
  hook: "hooks/pyguard.ps1",
  reread: asBytes("exec pwsh"),
  // "Current user, all hosts".
  rcFiles: (places: Places) => [join(configDirectory(places), "powershell/profile.ps1")],
  hookLine: (place: HookPlace) => {
    const hook = hookWord(place, quotePwsh);
    return asBytes(`if (Test-Path -LiteralPath ${hook}) { . ${hook} }`);
  },
  quote: quotePwsh,
  command: commandPwsh,
  chain: chainWithAnd,
  activation: (environment) => {
    const script = scriptIn(environment, "Activate.ps1");
    return asBytes(bare.test(script) ? script : `. ${quotePwsh(script)}`);
  },
};

// `--%` alone stays special in every spelling: PowerShell has none that hands it to a program.
function quotePwsh(word: Bytes): Bytes {
  return bare.test(word) ? word : asBytes(`'${word.replaceAll(quotes, "$&$&")}'`);
}

// A quoted name would be a text and not a command: `&` calls it.
function commandPwsh(words: readonly Bytes[]): Bytes {
  const [name, ...rest] = words;
  if (name === undefined) {
    return asBytes("");
  }
  const isPlain = /^[A-Za-z_./][\w./-]*$/.test(name);
  const first = isPlain ? name : `& '${name.replaceAll(quotes, "$&$&")}'`;
  return asBytes([first, ...rest.map(quotePwsh)].join(" "));
}
