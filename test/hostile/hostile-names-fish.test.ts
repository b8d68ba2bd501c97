// Hostile names through fish.

import { carriesNames } from "./carry-names.ts";

carriesNames(["fish"]);
