// Walking in, around and out again, in every shell.

import { entering } from "./scenarios/entering.ts";
import { runScenarios } from "./stage.ts";

runScenarios("entering", entering);
