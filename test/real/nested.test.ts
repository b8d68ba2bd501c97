// A shell in a shell inherits an environment and derives its own state again.

import { nestedShells } from "./scenarios/nested.ts";
import { runScenarios } from "./stage.ts";

runScenarios("nested", nestedShells);
