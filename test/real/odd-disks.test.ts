// Disks that prove less than others, mounted for these tests where the kernel allows it.

import { runScenarios } from "./stage.ts";
import { oddDisks } from "./scenarios/odd-disks.ts";

runScenarios("odd disks", oddDisks);
