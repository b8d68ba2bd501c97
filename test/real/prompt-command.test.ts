// What editors and distributions do to PROMPT_COMMAND, in real shells.

import { promptCommandRows } from "./scenarios/prompt-command.ts";
import { runScenarios } from "./stage.ts";

runScenarios("PROMPT_COMMAND", promptCommandRows);
