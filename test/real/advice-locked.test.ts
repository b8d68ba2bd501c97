// The same in a project of a tool that locks what it installs.

import { locked, makeLockingTools } from "./advice/locked.ts";
import { runAdvice } from "./advice/run-rows.ts";

runAdvice({ title: "advice for a locked project", rows: locked, prepare: makeLockingTools });
