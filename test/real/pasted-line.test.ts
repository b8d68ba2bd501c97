// The line that a refusal shows, pasted.

import { pastedLine } from "./scenarios/pasted-line.ts";
import { runScenarios } from "./stage.ts";

runScenarios("P10, what is advised works when typed", pastedLine);
