// A marked Python stays as it is, whatever skips pip's own check; genuine destinations get their packages.

import { bypassRows } from "./bypasses.ts";
import { runRows } from "./run-rows.ts";

runRows(["venvs"], [{ title: "bypasses", shells: ["bash"], rows: bypassRows }]);
