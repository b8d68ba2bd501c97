// Advisories that show in a shell, each in all of them: real hooks, a real daemon.

import { runScenarios } from "../real/stage.ts";
import { advisoriesInShells } from "./in-shells.ts";

runScenarios("advisories", advisoriesInShells);
