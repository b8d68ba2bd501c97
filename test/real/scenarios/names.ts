// Projects with names that break what is not quoted.

import { cd, inside, leave, outside, prints, printsNothing, types } from "../steps.ts";
import type { Scenario } from "../stage.ts";

const entered = [
  "two words",
  'it\'s "quoted"',
  "$(touch evaluated)",
  "`touch evaluated`",
  "${HOME} $HOME !! !x",
  "süß 環境 🐍",
  "-dash",
  "%n %s %F{red} %d",
  "* ? [a-z] {b,c} ~",
  "#hash;semi&amp|pipe<in>out",
];

/** What of a name is shown is for another test; it never breaks the prompt. */
const anyName = /^\([^\n]*\) > $/;

export const names: readonly Scenario[] = [
  ...entered.map(enters),
  // To PowerShell a backslash in a path is a slash.
  { ...enters("back\\slash\\n"), shells: ["bash", "zsh", "fish"] },
  {
    name: "does not enter where a name ends in a newline, and says so once",
    projects: { "proj\n": "untrusted" },
    steps: [
      cd("proj\n"),
      prints(/^(?:pyguard: [^\n]*\n)?$/),
      outside(),
      types(""),
      printsNothing(),
      leave(),
      outside(),
    ],
  },
  {
    name: "does not enter where a name holds a colon, and says so",
    projects: { "a:b": "untrusted" },
    steps: [outside(), cd("a:b"), prints(/^pyguard: [^\n]*\n$/), outside(), leave(), outside()],
  },
  {
    name: "does not take proj for the newline's neighbour",
    projects: { proj: "trusted", "proj\n": "bare" },
    steps: [cd("proj"), inside("proj"), cd("proj\n"), outside(), cd("proj"), inside("proj")],
  },
];

function enters(name: string): Scenario {
  return {
    name: `enters ${name}`,
    projects: { [name]: "trusted" },
    steps: [cd(name), printsNothing(), inside(name, anyName), leave(), printsNothing(), outside()],
  };
}
