// The shell stays the user's: traps, options, key bindings.

import { shellState } from "./scenarios/shell-state.ts";
import { runScenarios } from "./stage.ts";

runScenarios("P7, the shell stays yours", shellState);
