// What ends trust is noticed where somebody stands, in every shell.

import { runScenarios } from "./stage.ts";
import { takenBack } from "./scenarios/taken-back.ts";

runScenarios("taken back", takenBack);
