// pip is left byte for byte as it is where it may run.

import { allowedPip } from "./scenarios/allowed-pip.ts";
import { runScenarios } from "./stage.ts";

runScenarios("allowed pip", allowedPip);
