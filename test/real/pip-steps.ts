// Steps about the pip of a sandbox, which only notes how it was called.

import { join } from "node:path";
import { asBytes, toText } from "../../daemon/core/bytes.ts";
import type { Step } from "./stage.ts";
import { meanwhile } from "./steps.ts";

/** How a refusal begins. */
export const refusal = /^pyguard: nothing was installed\./m;

/** pip was called so many times, from here; the last time with these words. */
export function called(times: number, words?: readonly string[], project?: string): Step {
  return meanwhile(({ t, sandbox, path }) => {
    const calls = sandbox.pipCalls();
    t.equal(calls.length, times, "how often pip ran");
    const last = calls.at(-1);
    if (words !== undefined) {
      t.strictSame(
        last?.argv.slice(1).map((word) => toText(asBytes(word))),
        words,
        "its words",
      );
    }
    if (project !== undefined) {
      t.equal(last?.prefix, join(path, project, ".venv"), "the environment it ran in");
    }
  });
}
