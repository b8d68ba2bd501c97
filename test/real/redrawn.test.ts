// Prompts that are drawn anew without a line, in every shell that does so.

import { redrawn } from "./scenarios/redrawn.ts";
import { runScenarios } from "./stage.ts";

runScenarios("redrawn", redrawn);
