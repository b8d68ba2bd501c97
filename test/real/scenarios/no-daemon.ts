// Where no daemon can run at all, and not even that can be written down.

import { mkdirSync, writeFileSync } from "node:fs";
import { cd, meanwhile, outside } from "../steps.ts";
import type { Scenario, Step } from "../stage.ts";

/** A shell that waited once for a daemon does not wait again: a start is awaited 220 ms at least. */
function waitsNoMore(): Step {
  return meanwhile(async ({ t, terminal }) => {
    let quickest = Infinity;
    for (let prompts = 0; prompts < 6; prompts += 1) {
      quickest = Math.min(quickest, (await terminal.run("")).elapsedMs);
    }
    t.ok(quickest < 200, `${Math.round(quickest)} ms`);
  });
}

export const noDaemon: readonly Scenario[] = [
  {
    name: "waits once where no daemon can run and nothing can be written down",
    projects: { proj: "trusted" },
    alone: true,
    environment: ({ path }) => {
      mkdirSync(`${path}/run`, { mode: 0o700 });
      writeFileSync(`${path}/run/pyguard`, "");
      return { XDG_RUNTIME_DIR: `${path}/run` };
    },
    steps: [cd("proj"), outside(), waitsNoMore()],
  },
];
