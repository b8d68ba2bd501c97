// The doctor and the prompt segment in real shells.

import { doctorRows } from "./scenarios/doctor.ts";
import { runScenarios } from "./stage.ts";

runScenarios("doctor", doctorRows);
