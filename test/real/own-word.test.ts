// No file in a project configures pyguard, grants trust, or silences a message.

import { ownWord } from "./scenarios/own-word.ts";
import { runScenarios } from "./stage.ts";

runScenarios("P8, a project cannot speak for itself", ownWord);
