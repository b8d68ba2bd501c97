// Statuses and prompt hooks stay the user's.

import { statuses } from "./scenarios/statuses.ts";
import { runScenarios } from "./stage.ts";

runScenarios("P7, the shell stays yours, statuses", statuses);
