// A week of somebody who does nothing wrong: pyguard enters what is theirs and says nothing.

import { runScenarios } from "./stage.ts";
import { honestWeekAway } from "./scenarios/honest-week-away.ts";
import { honestWeek } from "./scenarios/honest-week.ts";

runScenarios("an honest week", [...honestWeek, ...honestWeekAway]);
