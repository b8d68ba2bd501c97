// The line that a refusal shows, pasted.

import { pastedLine } from "./scenarios/pasted-line.ts";
import { runScenarios } from "./stage.ts";

runScenarios("pasted line", pastedLine);
