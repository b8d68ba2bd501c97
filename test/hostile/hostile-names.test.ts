// Hostile names through the shells that are quick; fish has a file of its own.

import { carriesNames } from "./carry-names.ts";

carriesNames(["bash", "zsh", "pwsh"]);
