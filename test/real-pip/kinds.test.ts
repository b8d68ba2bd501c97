// Real Pythons of every kind, and real pips: what may be installed there lands there, what may not lands nowhere.

import { fewRows, kindRows } from "./kinds.ts";
import { runRows } from "./run-rows.ts";

runRows(
  ["venvs", "makers", "conda", "stores"],
  [
    { title: "kinds", shells: ["bash"], rows: kindRows },
    { title: "kinds", shells: ["zsh", "fish", "pwsh"], rows: fewRows },
  ],
);
