// pip is refused where it would write into a shared Python.

import { refusedPip } from "./scenarios/refused-pip.ts";
import { runScenarios } from "./stage.ts";

runScenarios("refused pip", refusedPip);
