// Hostile names through PowerShell.

import { carriesNames } from "./carry-names.ts";

carriesNames(["pwsh"]);
