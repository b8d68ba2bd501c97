// Projects with names that break what is not quoted.

import { names } from "./scenarios/names.ts";
import { runScenarios } from "./stage.ts";

runScenarios("names", names);
