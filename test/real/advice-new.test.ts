// The same where no environment is, and the line has to make one first.

import { newPlaces } from "./advice/new-places.ts";
import { runAdvice } from "./advice/run-rows.ts";

const rows = newPlaces({ mayMount: true });
runAdvice({ title: "advice for a new environment", rows, rowsFor: newPlaces });
