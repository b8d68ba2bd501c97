// Hostile names through the shells that are quick; fish and PowerShell have files of their own.

import { carriesNames } from "./carry-names.ts";

carriesNames(["bash", "zsh"]);
