// What people do by hand stays as they did it.

import { byHand } from "./scenarios/by-hand.ts";
import { onAndOff } from "./scenarios/on-and-off.ts";
import { runScenarios } from "./stage.ts";

runScenarios("P6, what you did by hand wins", [...byHand, ...onAndOff]);
