// Whatever happens to the daemon, no prompt waits for it, leaving works and the guard holds.

import { daemon } from "./scenarios/daemon.ts";
import { noDaemon } from "./scenarios/no-daemon.ts";
import { runScenarios } from "./stage.ts";

runScenarios("P3, a prompt never waits for long", [...daemon, ...noDaemon]);
