// Statuses and prompt hooks stay the user's.

import { statuses } from "./scenarios/statuses.ts";
import { runScenarios } from "./stage.ts";

runScenarios("statuses", statuses);
