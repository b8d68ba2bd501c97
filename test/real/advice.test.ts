// What a refusal shows to paste works: typed as it was printed, it brings the package into an entered environment.

import { runAdvice } from "./advice/run-rows.ts";
import { sharedPythons } from "./advice/shared-pythons.ts";
import { there } from "./advice/there.ts";

runAdvice({ title: "advice", rows: [...there, ...sharedPythons] });
