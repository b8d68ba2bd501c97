// What only PowerShell does.

import { pwshShell } from "./scenarios/pwsh-shell.ts";
import { pwshWords } from "./scenarios/pwsh-words.ts";
import { runScenarios } from "./stage.ts";

runScenarios("PowerShell", [...pwshWords, ...pwshShell]);
