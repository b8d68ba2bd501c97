// direnv beside pyguard, in real shells.

import { besideDirenv } from "./scenarios/direnv.ts";
import { runScenarios } from "./stage.ts";

runScenarios("beside direnv", besideDirenv);
